import { deepStrictEqual } from "node:assert";

import { landingZoneOf, rejectsEach } from "./support";

const BOUNDARY = "arn:aws:iam::aws:policy/";

/** One reader under the defaults of all, of its account, of its cluster and of its namespace. */
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
    "accounts.a.defaults.readers.cluster is not a known key; known: createServiceAccount, deployment, disableSessionTags, failoverRegion, mode, namespace, permissionsBoundary, policy, reads, region, roleName, rolePath, secretProviderClass, serviceAccount, syncToKubernetesSecrets, targetRoleName":
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
