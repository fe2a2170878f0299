import { deepStrictEqual } from "node:assert";

import { inventoryText, problemsOf, reader, rejectsEach, type Sections } from "./support";

const KNOWN = {
  account: 'an account of this inventory, got "nowhere"; known: a, b',
  cluster: 'a cluster of this inventory, got "nowhere"; known: shop',
  secret: 'a secret of this inventory, got "nowhere"; known: foreign, own',
  parameter: 'a parameter of this inventory, got "nowhere"; known: /flags',
};

/** The message of a name at this path that no entry has. */
function lacks(kind: keyof typeof KNOWN, path: string): string {
  return `${path} must name ${KNOWN[kind]}`;
}

const cluster = (more: string) => ({
  clusters: `\n  shop: { account: a, existing: true, ${more} }`,
});
const reads = "{ defaults: { readers: { reads: [own, §nowhere] } } }";

describe("parseInventory, names", () => {
  rejectsEach({
    [lacks("account", "secrets.own.account")]: {
      secrets: "\n  own: { account: §nowhere }\n  foreign: { account: b, key: pods }",
    },
    [lacks("account", "parameters./flags.account")]: {
      parameters: "\n  /flags: { account: §nowhere }",
    },
    [lacks("account", "clusters.shop.account")]: {
      clusters: "\n  shop: { account: §nowhere, existing: true }",
    },
    [lacks("cluster", "readers.web.cluster")]: {
      readers: "\n  web: { cluster: §nowhere, namespace: web, serviceAccount: web, reads: [own] }",
    },
    [lacks("secret", "readers.web.reads[1]")]: { readers: reader("[own, §nowhere]") },
    [lacks("secret", "readers.web.reads[0].secret")]: {
      readers: reader("[{ secret: §nowhere, as: file }]"),
    },
    [lacks("parameter", "readers.web.reads[0].parameter")]: {
      readers: reader("[{ parameter: §nowhere }]"),
    },
    [lacks("account", "defaults.secrets.account")]: {
      more: "defaults: { secrets: { account: §nowhere } }",
    },
    [lacks("account", "defaults.parameters.account")]: {
      more: "defaults: { parameters: { account: §nowhere } }",
    },
    [lacks("cluster", "defaults.readers.cluster")]: {
      more: "defaults: { readers: { cluster: §nowhere } }",
    },
    [lacks("secret", "defaults.readers.reads[1]")]: {
      more: "defaults: { readers: { reads: [own, §nowhere] } }",
    },
    [lacks("secret", "accounts.a.defaults.readers.reads[1]")]: {
      accounts: `
  a: { id: "111111111111", region: us-east-1, defaults: { readers: { reads: [own, §nowhere] } } }
  b: { id: "222222222222", region: us-east-1 }`,
    },
    [lacks("secret", "clusters.shop.defaults.readers.reads[1]")]: cluster(
      "defaults: { readers: { reads: [own, §nowhere] } }",
    ),
    [lacks("secret", "clusters.shop.namespaces.web.defaults.readers.reads[1]")]: cluster(
      `namespaces: { web: ${reads} }`,
    ),
    'readers.web.reads[1] must name a secret of this inventory, got "forein"; did you mean "foreign"?':
      { readers: reader("[own, §forein]") },
    "secrets must be a mapping, got a list": inventoryText({ secrets: " [own, foreign]" }).replace(
      "secrets:",
      "§secrets:",
    ),
    'readers.web.reads[0] must be at most 512 letters, digits and characters of /_+=.@-, got "own*"':
      { readers: reader('[§"own*"]') },
  });

  const pathsOf = (sections: Sections) =>
    problemsOf(inventoryText(sections)).map((problem) => problem.split(" ")[1]);

  it("tells all of them at once, and none of an entry that is there but wrong", () => {
    deepStrictEqual(
      pathsOf({
        clusters: "\n  shop: { account: nowhere, existing: true }",
        readers: reader("[own, nothing]"),
      }),
      ["clusters.shop.account", "readers.web.reads[1]"],
    );
  });

  it("tells them beside wrong shapes", () => {
    deepStrictEqual(
      pathsOf({
        secrets: "\n  own: { account: a, sealed: maybe }\n  foreign: { account: nowhere }",
        readers: reader("[own, 5]"),
      }),
      ["secrets.own.sealed", "secrets.foreign.account", "readers.web.reads[1]"],
    );
  });
});
