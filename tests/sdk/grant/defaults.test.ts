import { deepStrictEqual, ok } from "node:assert";
import fc from "fast-check";
import { shardOf } from "../../../sdk/grant/inventory/resolve/keys";
import { inventoryText, landingZoneOf, rejectsEach } from "./support";

const BOUNDARY = "arn:aws:iam::aws:policy/";

/** One reader, with defaults for all readers, for its account, for its cluster and for its namespace. */
function boundaryOf(levels: {
  all?: string;
  account?: string;
  cluster?: string;
  namespace?: string;
  own?: string;
}) {
  const readers = (name: string | undefined) =>
    name ? `defaults: { readers: { permissionsBoundary: "${BOUNDARY}${name}" } }` : "";
  const own = levels.own ? `, permissionsBoundary: "${BOUNDARY}${levels.own}"` : "";
  const zone = landingZoneOf({
    accounts: `
  a: { id: "111111111111", region: us-east-1, ${readers(levels.account)} }
  b: { id: "222222222222", region: us-east-1 }`,
    clusters: `
  shop: { account: a, existing: true, namespaces: { web: { ${readers(levels.namespace)} }, other: { ${readers("Other")} } }, ${readers(levels.cluster)} }`,
    readers: `
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own]${own} }`,
    more: readers(levels.all),
  });
  return zone.readers[0]?.permissionsBoundary?.slice(BOUNDARY.length);
}

describe("defaults", () => {
  it("count the more, the nearer they are to a reader: all, account, cluster, namespace, itself", () => {
    const levels = { all: "All", account: "Account", cluster: "Cluster", namespace: "Namespace" };
    const { all, account, cluster } = levels;
    deepStrictEqual(
      [
        { all },
        { all, account },
        { all, account, cluster },
        levels,
        { ...levels, own: "Own" },
        { account },
        {},
      ].map(boundaryOf),
      ["All", "Account", "Cluster", "Namespace", "Own", "Account", undefined],
    );
  });

  it("of an account are for its own secrets and parameters", () => {
    const { parameters, secrets } = landingZoneOf({
      accounts: `
  a: { id: "111111111111", region: us-east-1, defaults: { secrets: { sealed: true }, parameters: { secure: false } } }
  b: { id: "222222222222", region: us-east-1, defaults: { secrets: { key: pods, recoveryWindowInDays: 7 } } }`,
      secrets: `
  own: { account: a }
  foreign: {}
  kept: { account: b, recoveryWindowInDays: 0 }`,
      parameters: `
  /flags: {}`,
      more: "defaults: { secrets: { account: b, recoveryWindowInDays: 14 }, parameters: { account: a } }\n",
    });
    deepStrictEqual(
      secrets.map((one) => [one.id, one.sealed, one.key?.alias, one.recoveryWindowInDays]),
      [
        ["own", true, undefined, 14],
        ["foreign", false, "pods", 7],
        ["kept", false, "pods", 0],
      ],
    );
    deepStrictEqual(
      parameters.map(({ account, secure }) => [account.name, secure]),
      [["a", false]],
    );
  });

  it("of a cluster may name the namespace, whose own defaults then count", () => {
    const [web] = landingZoneOf({
      clusters: `
  shop:
    account: a
    existing: true
    defaults: { readers: { namespace: web, rolePath: /cluster/ } }
    namespaces: { web: { defaults: { readers: { rolePath: /web/ } } } }`,
      readers: "\n  web: { cluster: shop, serviceAccount: web, reads: [own] }",
    }).readers;
    deepStrictEqual([web?.namespace, web?.role.path], ["web", "/web/"]);
  });

  it("of a namespace turn its cluster's synchronisation on, as a reader's own would", () => {
    const { clusters } = landingZoneOf({
      clusters: `
  shop:
    account: a
    existing: true
    namespaces: { web: { defaults: { readers: { syncToKubernetesSecrets: [{ name: s, data: { k: own } }] } } } }
  quiet: { account: b, existing: true }`,
      readers: "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }",
    });
    deepStrictEqual(
      clusters.map(({ secretsStoreCsi }) => secretsStoreCsi.syncSecrets),
      [true, false],
    );
  });

  const given = (first: string) => ({
    accounts: `\n  ${first}\n  b: { id: "222222222222", region: us-east-1 }`,
  });
  rejectsEach({
    "accounts.a.defaults.secrets.account is not a known key; known: arn, description, existing, extraPolicyStatements, key, name, recoveryWindowInDays, region, replicas, rotation, sealed, style, tags":
      given(`a: { id: "111111111111", region: us-east-1, defaults: { secrets: { §account: b } } }`),
    "accounts.a.defaults.readers.cluster is not a known key; known: createServiceAccount, deployment, disableSessionTags, failoverRegion, identity, mode, namespace, permissionsBoundary, policy, reads, region, roleName, rolePath, secretProviderClass, serviceAccount, syncToKubernetesSecrets, targetRoleName":
      given(
        `a: { id: "111111111111", region: us-east-1, defaults: { readers: { §cluster: shop } } }`,
      ),
    'accounts.a.defaults.secrets.seald is not a known key; did you mean "sealed"?': given(
      `a: { id: "111111111111", region: us-east-1, defaults: { secrets: { §seald: true } } }`,
    ),
    'accounts.a.defaults.readers.rolePath must be a path that begins and ends with a slash, such as /pods/, without spaces and *?$, got "pods"':
      given(
        `a: { id: "111111111111", region: us-east-1, defaults: { readers: { rolePath: §pods } } }`,
      ),
    "parameters./flags.account is required, here or in defaults.parameters": {
      parameters: "\n  §/flags: {}",
    },
  });
});

const READERS = " {}";
const secrets = (...lines: string[]) =>
  inventoryText({ secrets: ["", ...lines].join("\n  "), readers: READERS });

/** Where the first secret was before, according to the inventory. */
function former(entry: string) {
  const { secrets: found } = landingZoneOf({ secrets: `\n  ${entry}`, readers: READERS });
  const was = found[0]?.former;
  return was && { ...was, account: was.account.name, key: was.key?.id };
}

describe("a secret that was renamed or moved", () => {
  it("was in the same place under its old key, or where the inventory says", () => {
    deepStrictEqual(former("own: { account: a }"), undefined);
    const here = { account: "a", region: "us-east-1", key: undefined };
    deepStrictEqual(former("own: { account: a, renamedFrom: old }"), {
      ...here,
      ...{ id: "old", name: "old", keepDays: 7 },
    });
    deepStrictEqual(
      former("own: { account: a, renamedFrom: { secret: old, name: shop/old, keepDays: 30 } }"),
      { ...here, ...{ id: "old", name: "shop/old", keepDays: 30 } },
    );
    deepStrictEqual(former("own: { account: a, name: mine, key: pods, movedFrom: b }"), {
      ...{ account: "b", region: "us-east-1", key: "b/us-east-1/pods" },
      ...{ id: "own", name: "mine", keepDays: 7 },
    });
    deepStrictEqual(
      former(
        "own: { account: a, renamedFrom: old, movedFrom: { region: eu-west-1, keepDays: 0 } }",
      ),
      { ...here, region: "eu-west-1", ...{ id: "old", name: "old", keepDays: 0 } },
    );
  });

  const ARN = "arn:aws:secretsmanager:us-east-1:111111111111:secret:x-aBcDeF";
  rejectsEach({
    'secrets.own.renamedFrom must be a key that no entry has any more, got "old"; take that entry out: its secret stays until this one has its value':
      secrets("old: { account: a }", "own: { account: a, renamedFrom: §old }"),
    "secrets.one.renamedFrom must be another key than the secret has now: to change its name, give the entry another key, too":
      secrets("one: { account: a, renamedFrom: §one }"),
    'secrets.two must have been a secret of its own, got "old" in us-east-1 of a, which the old one of one is; set name or region of renamedFrom or movedFrom':
      secrets("one: { account: a, renamedFrom: old }", "§two: { account: a, renamedFrom: old }"),
    'secrets.own must have been a secret of its own, got "old" in us-east-1 of a, which other is; set name or region of renamedFrom or movedFrom':
      secrets("other: { account: a, name: old }", "§own: { account: a, renamedFrom: old }"),
    "secrets.own.renamedFrom must be left out: the secret exists, and nothing is copied to it":
      secrets(`own: { account: a, existing: true, arn: "${ARN}", renamedFrom: §old }`),
    "secrets.own.movedFrom must be another account or region than the secret has now, a and us-east-1":
      secrets("own: { account: a, movedFrom: §a }"),
    "secrets.own.movedFrom needs renamedFrom, too, within one account; give the entry another key, and the old one as renamedFrom":
      secrets("own: { account: a, §movedFrom: { region: eu-west-1 } }"),
    'secrets.own.movedFrom must name an account of this inventory, got "c"; did you mean "a"?':
      secrets("own: { account: a, movedFrom: §c }"),
    "secrets.own.movedFrom.keepDays must be that of renamedFrom, 1, got 2": secrets(
      "own: { account: a, renamedFrom: { secret: old, keepDays: 1 }, movedFrom: { account: b, keepDays: §2 } }",
    ),
    "secrets.own.renamedFrom.keepDays must be a whole number from 0 to 365, got the number 1000":
      secrets("own: { account: a, renamedFrom: { secret: old, keepDays: §1000 } }"),
  });
});

describe("keys that share secrets", () => {
  it("are chosen by the secret's account and name, the same for ever", () => {
    // These shards must never change, because another shard would re-encrypt secrets.
    deepStrictEqual(
      ["222222222222/orders/db", "222222222222/foreign", "111111111111/foreign"].map((name) =>
        [2, 8, 100].map((shards) => shardOf(name, shards)),
      ),
      [
        [1, 1, 1],
        [0, 3, 27],
        [1, 3, 82],
      ],
    );
  });

  it("are one for each shard that is needed, with the readers of its secrets only", () => {
    const names = Array.from({ length: 40 }, (_, index) => `db-${index}`);
    const { keys, secrets } = landingZoneOf({
      accounts: `
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1, defaults: { secrets: { key: { alias: pods, shards: 4 } } } }`,
      secrets: `\n  own: { account: a }${names.map((name) => `\n  ${name}: { account: b }`).join("")}`,
      readers: `\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [${names.join(", ")}] }`,
    });
    deepStrictEqual(keys.map(({ alias }) => alias).sort(), [
      "pods-0",
      "pods-1",
      "pods-2",
      "pods-3",
    ]);
    for (const { key, name } of secrets.filter(({ account }) => account.name === "b")) {
      deepStrictEqual(key?.alias, `pods-${shardOf(`222222222222/${name}`, 4)}`);
    }
  });

  it("take even shares", () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let index = 0; index < 10_000; index++) {
      const shard = shardOf(`222222222222/team-${index}/db`, 10);
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    ok(Math.min(...counts) > 850 && Math.max(...counts) < 1150, counts.join(" "));
  });

  it("leave every secret where it is, or move it to the new key, when there is one more", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 999 }), (name, shards) => {
        const [before, after] = [shardOf(name, shards), shardOf(name, shards + 1)];
        ok(before >= 0 && before < shards);
        ok(after === before || after === shards);
      }),
    );
  });

  const foreign = "\n  foreign: { account: b, key: pods }";
  rejectsEach({
    // It would be a key of another name.
    "secrets.own.key.shards must be a whole number from 2 to 1000, got the number 1": {
      secrets: `\n  own: { account: a, key: { alias: pods, shards: §1 } }${foreign}`,
    },
    "secrets.own.key must be the one key that encrypts the secret, which exists, got several that share secrets":
      {
        accounts: `
  a: { id: "111111111111", region: us-east-1, defaults: { secrets: { key: { alias: pods, shards: 2 } } } }
  b: { id: "222222222222", region: us-east-1 }`,
        secrets: `\n  §own: { account: a, existing: true, arn: "arn:aws:secretsmanager:us-east-1:111111111111:secret:own-abcdef" }${foreign}`,
      },
    'secrets.own.key.alias must be the beginning of aliases, without alias/: at most 245 letters, digits and characters of /_-, got "arn:aws:kms:us-east-1:111111111111:key/k"':
      {
        secrets: `\n  own: { account: a, key: { alias: §"arn:aws:kms:us-east-1:111111111111:key/k", shards: 2 } }${foreign}`,
      },
  });
});
