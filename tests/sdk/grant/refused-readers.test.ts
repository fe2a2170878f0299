import { deepStrictEqual } from "node:assert";
import { parseInventory } from "../../../sdk/grant";
import { inventoryText, problemsOf, reader, rejectsEach, type Sections } from "./support";

const readers = (text: string) => inventoryText({ readers: text });
const secrets = (text: string, reads = "[own]") =>
  inventoryText({ secrets: `\n  own: { account: a }${text}`, readers: reader(reads) });
const TWO_FOREIGN =
  "\n  own: { account: a }\n  foreign: { account: b, key: pods }\n  more: { account: b, key: pods }";
const OTHER = "cluster: shop, namespace: web, serviceAccount: other, reads: [own]";

describe("parseInventory, readers' side", () => {
  rejectsEach({
    "readers.web.namespace is required, here or in defaults.readers": readers(
      "\n  §web: { cluster: shop, serviceAccount: web, reads: [own] }",
    ),
    "readers.web.reads[0] must have either secret or parameter, got neither": readers(
      reader("[§{ as: x }]"),
    ),
    "readers.web.reads[0] must have either secret or parameter, got both": readers(
      reader("[§{ secret: own, parameter: /flags }]"),
    ),
    "readers.web.reads[0].versionStage must be left out beside version; keep one of them": readers(
      reader("[{ secret: own, version: v1, versionStage: §AWSCURRENT }]"),
    ),
    'readers.web.reads[1] must be a secret with a customer managed key, got "foreign" of b, which another account cannot decrypt under the AWS managed key; give its key, or read it in mode targetRole':
      {
        secrets: "\n  own: { account: a }\n  foreign: { account: b }",
        readers: reader("[own, §foreign]"),
      },
    'readers.web.reads[0] must be a secret with a customer managed key, got "foreign" of b, which another account cannot decrypt under the AWS managed key; give its replica in us-west-2 a key, or read it in mode targetRole':
      {
        secrets:
          "\n  own: { account: a }\n  foreign: { account: b, key: pods, replicas: [{ region: us-west-2 }] }",
        readers: reader("[§foreign]", "    failoverRegion: us-west-2\n"),
      },
    'readers.web.reads[0].parameter must be a parameter of a, the pod\'s own account, got "/flags" of b; parameters are not read across accounts: make it a secret':
      { parameters: "\n  /flags: { account: b }", readers: reader("[{ parameter: §/flags }]") },
    'readers.web.reads[1] must be a secret of us-east-1, where the reader reads, got "far" of eu-west-1; set region of readers.web, or add a replica in us-east-1':
      secrets("\n  far: { account: a, region: eu-west-1 }", "[own, §far]"),
    'readers.web.reads[0] must be a secret of us-west-2, the failover region, got "own" of us-east-1; set region of readers.web, or add a replica in us-west-2':
      readers(reader("[§own]", "    failoverRegion: us-west-2\n")),
    'readers.web.failoverRegion must be another region than region, got "us-east-1"': readers(
      reader("[own]", "    failoverRegion: §us-east-1\n"),
    ),
    'readers.web.reads[0] must be a secret of partition aws, got "foreign" of aws-cn; no role is valid in two partitions':
      {
        accounts:
          '\n  a: { id: "111111111111", region: us-east-1 }\n  b: { id: "222222222222", region: cn-north-1 }',
        readers: reader("[§foreign]"),
      },
    'readers.web.permissionsBoundary must be a policy of AWS or of account 111111111111 (a), got "arn:aws:iam::222222222222:policy/p"':
      readers(reader("[own]", "    permissionsBoundary: §arn:aws:iam::222222222222:policy/p\n")),
    'readers.web.reads[1].as must be a file name of its own, got "x", which reads[0] has too; set as':
      readers(reader("[{ secret: own, as: x }, { secret: foreign, as: §x }]")),
    'readers.web.reads[1] must be a file name of its own, got "a_b", which reads[0] has too; set as':
      { secrets: "\n  a/b: { account: a }\n  a_b: { account: a }", readers: reader("[a/b, §a_b]") },
    'readers.web.reads[0].jmesPath[0].as must be a file name of its own, got "x", which reads[0] has too; set as':
      readers(reader("[{ secret: own, as: x, jmesPath: [{ path: p, as: §x }] }]")),
    'readers.web.reads[0].jmesPath[0].path must have keys with hyphens in double quotes, got "api-key"':
      readers(reader("[{ secret: own, jmesPath: [{ path: §api-key, as: k }] }]")),
    'readers.web.reads[0].jmesPath[0].path must be a JMESPath expression, got "a["; its parser says: Expected Star, got: EOF':
      readers(reader("[{ secret: own, jmesPath: [{ path: §'a[', as: k }] }]")),
    'readers.web.reads[0].jmesPath[0].path must be a JMESPath expression, got "trim(a)"; its parser says: Unknown function: trim()':
      readers(reader("[{ secret: own, jmesPath: [{ path: §'trim(a)', as: k }] }]")),
    'readers.web.syncToKubernetesSecrets[0].data.k must name a file of the mount, got "owm"; did you mean "own"?':
      readers(reader("[own]", "    syncToKubernetesSecrets: [{ name: s, data: { k: §owm } }]\n")),
    'readers.api must be a service account of its own, got "web" of namespace "web" on shop, which web is too; a service account has one role: merge the two':
      readers(
        "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }\n  §api: { cluster: shop, namespace: web, serviceAccount: web, roleName: api, reads: [foreign] }",
      ),
    'readers.other.roleName must be unique in account 111111111111 (a), got "pod", which web has too':
      readers(
        `\n  web: { cluster: shop, namespace: web, serviceAccount: web, roleName: Pod, reads: [own] }\n  other: { ${OTHER}, roleName: §pod }`,
      ),
    'readers.other.secretProviderClass must be unique in its namespace, got "web", which web has too':
      readers(
        `\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }\n  other: { ${OTHER}, secretProviderClass: §web }`,
      ),
    'readers.web.reads[1].mode must be that of the reader\'s other reads, such as "foreign": a service account has one role to read as; give it a reader of its own':
      [
        { secrets: TWO_FOREIGN, readers: reader("[foreign, { secret: more, mode: §targetRole }]") },
        {
          secrets: TWO_FOREIGN,
          readers: reader(
            "[foreign, { secret: more, mode: §resourcePolicy }]",
            "    mode: targetRole\n",
          ),
        },
      ],
    'readers.web.reads[1] must be a secret of b, whose role the pod reads as in mode targetRole, got "own" of a; give it a reader of its own':
      readers(reader("[foreign, §own]", "    mode: targetRole\n")),
    "readers.web.secretProviderClass must be at most 228 characters, so that the driver's name of pod, namespace and class fits 253, got 240":
      readers(
        `\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own], secretProviderClass: §${"c".repeat(240)}, deployment: { image: i, mountPath: /m } }`,
      ),
    'readers.web.failoverRegion must be a region of partition aws, got "cn-north-1"': {
      secrets:
        "\n  own: { account: a, replicas: [{ region: us-west-2 }] }\n  foreign: { account: b, key: pods }",
      readers: reader("[{ parameter: /flags }]", "    failoverRegion: §cn-north-1\n"),
    },
    'readers.web.reads[0] must have a file name of its own, got the unusable "..db"; set as': {
      secrets: "\n  ..db: { account: a }",
      readers: reader("[§..db]"),
    },
    'readers.other.syncToKubernetesSecrets[0].name must be unique in its namespace, got "s", which web has too':
      readers(
        `\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own], syncToKubernetesSecrets: [{ name: s, data: { k: own } }] }\n  other: { ${OTHER}, syncToKubernetesSecrets: [{ name: §s, data: { k: own } }] }`,
      ),
    'readers.web.reads[0] must be a parameter of us-east-1, where the reader reads, got "/flags" of eu-west-1; set region of readers.web to eu-west-1':
      {
        parameters: "\n  /flags: { account: a, region: eu-west-1 }",
        readers: reader("[§{ parameter: /flags }]"),
      },
    'readers.web.permissionsBoundary must be of partition aws, as account 111111111111 (a) is, got "arn:aws-cn:iam::aws:policy/ReadOnlyAccess"':
      readers(
        reader("[own]", "    permissionsBoundary: §arn:aws-cn:iam::aws:policy/ReadOnlyAccess\n"),
      ),
    'readers.web.permissionsBoundary must be a policy of AWS in mode targetRole, whose two roles are of two accounts, got "arn:aws:iam::111111111111:policy/b"':
      readers(
        reader(
          "[foreign]",
          "    mode: targetRole\n    permissionsBoundary: §arn:aws:iam::111111111111:policy/b\n",
        ),
      ),
    'readers.y.namespace must be deployed under a name of its own, got "shop-web-api", as which namespace "web-api" of shop is deployed; rename one':
      {
        clusters: "\n  shop: { account: a, create: {} }\n  shop-web: { account: a, create: {} }",
        readers:
          "\n  x: { cluster: shop, namespace: web-api, serviceAccount: x, reads: [own] }\n  y: { cluster: shop-web, namespace: §api, serviceAccount: y, reads: [own] }",
      },
    "readers.web.syncToKubernetesSecrets[0].data must have at least one key, got an empty mapping":
      readers(reader("[own]", "    syncToKubernetesSecrets: [{ name: s, §data: {} }]\n")),
    'readers.other.targetRoleName must be unique in account 222222222222 (b), got "t", which web has too':
      readers(
        "\n  web: { cluster: shop, namespace: web, serviceAccount: web, mode: targetRole, targetRoleName: t, reads: [foreign] }\n  other: { cluster: shop, namespace: web, serviceAccount: other, mode: targetRole, targetRoleName: §t, reads: [foreign] }",
      ),
  });

  it("takes a JMESPath whose function some other value may suit", () => {
    const text = readers(
      reader("[{ secret: own, jmesPath: [{ path: 'join(`,`, hosts)', as: k }] }]"),
    );
    deepStrictEqual(problemsOf(text), []);
  });

  it("asks the rules of higher layers last, and places their findings", () => {
    const path = ["readers", "web"];
    const parsed = parseInventory(inventoryText(), "zone.yaml", [
      ({ readers: all }) => [{ path, says: `must be one, got ${all.length}`, severity: "error" }],
    ]);
    deepStrictEqual("problems" in parsed && parsed.problems, [
      {
        file: "zone.yaml",
        line: 12,
        column: 3,
        path: "readers.web",
        message: "readers.web must be one, got 1",
      },
    ]);
  });
});

const KNOWN = {
  account: 'an account of this inventory, got "nowhere"; known: a, b',
  cluster: 'a cluster of this inventory, got "nowhere"; known: shop',
  secret: 'a secret of this inventory, got "nowhere"; known: foreign, own',
  parameter: 'a parameter of this inventory, got "nowhere"; known: /flags',
};

/** The message if no entry has the name at this path. */
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
