import { deepStrictEqual } from "node:assert";

import {
  type Case,
  inventoryText,
  problemsOf,
  reader,
  rejectsEach,
  type Sections,
} from "./support";

const KNOWN = {
  account: 'an account of this inventory, got "nowhere"; known: a, b',
  cluster: 'a cluster of this inventory, got "nowhere"; known: shop',
  secret: 'a secret of this inventory, got "nowhere"; known: foreign, own',
  parameter: 'a parameter of this inventory, got "nowhere"; known: /flags',
};

/** An inventory whose mark `§` stands before a name that no entry has, and the path that leads there. */
function nameless(kind: keyof typeof KNOWN, path: string, sections: Sections): Case {
  return [`${path} that no entry has`, inventoryText(sections), `${path} must name ${KNOWN[kind]}`];
}

const cluster = (more: string) => ({
  clusters: `\n  shop: { account: a, existing: true, ${more} }`,
});
const reads = "{ defaults: { readers: { reads: [own, §nowhere] } } }";

describe("parseInventory, names", () => {
  rejectsEach([
    nameless("account", "secrets.own.account", {
      secrets: "\n  own: { account: §nowhere }\n  foreign: { account: b, key: pods }",
    }),
    nameless("account", "parameters./flags.account", {
      parameters: "\n  /flags: { account: §nowhere }",
    }),
    nameless("account", "clusters.shop.account", {
      clusters: "\n  shop: { account: §nowhere, existing: true }",
    }),
    nameless("cluster", "readers.web.cluster", {
      readers: "\n  web: { cluster: §nowhere, namespace: web, serviceAccount: web, reads: [own] }",
    }),
    nameless("secret", "readers.web.reads[1]", { readers: reader("[own, §nowhere]") }),
    nameless("secret", "readers.web.reads[0].secret", {
      readers: reader("[{ secret: §nowhere, as: file }]"),
    }),
    nameless("parameter", "readers.web.reads[0].parameter", {
      readers: reader("[{ parameter: §nowhere }]"),
    }),
    nameless("account", "defaults.secrets.account", {
      more: "defaults: { secrets: { account: §nowhere } }",
    }),
    nameless("account", "defaults.parameters.account", {
      more: "defaults: { parameters: { account: §nowhere } }",
    }),
    nameless("cluster", "defaults.readers.cluster", {
      more: "defaults: { readers: { cluster: §nowhere } }",
    }),
    nameless("secret", "defaults.readers.reads[1]", {
      more: "defaults: { readers: { reads: [own, §nowhere] } }",
    }),
    nameless("secret", "accounts.a.defaults.readers.reads[1]", {
      accounts: `
  a: { id: "111111111111", region: us-east-1, defaults: { readers: { reads: [own, §nowhere] } } }
  b: { id: "222222222222", region: us-east-1 }`,
    }),
    nameless(
      "secret",
      "clusters.shop.defaults.readers.reads[1]",
      cluster("defaults: { readers: { reads: [own, §nowhere] } }"),
    ),
    nameless(
      "secret",
      "clusters.shop.namespaces.web.defaults.readers.reads[1]",
      cluster(`namespaces: { web: ${reads} }`),
    ),
    [
      "a name that is nearly another, and suggests it",
      inventoryText({ readers: reader("[own, §forein]") }),
      'readers.web.reads[1] must name a secret of this inventory, got "forein"; did you mean "foreign"?',
    ],
    [
      "a section of the wrong shape, and no name that would be in it",
      inventoryText({ secrets: " [own, foreign]" }).replace("secrets:", "§secrets:"),
      "secrets must be a mapping, got a list",
    ],
    [
      "a name of the wrong shape once",
      inventoryText({ readers: reader('[§"own*"]') }),
      'readers.web.reads[0] must be at most 512 letters, digits and characters of /_+=.@-, got "own*"',
    ],
  ]);

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
