import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert";
import { ALL_ATTEMPTS } from "../../../../attempts/all-attempts";
import { parsedTrial } from "../../../../cli/verbs/trial/begin-trial";
import { copiedInventory } from "../../../../cli/verbs/trial/copied-inventory";
import { trialNames } from "../../../../cli/verbs/trial/names";
import { attemptsFor } from "../../../../cli/verbs/trial/trial-attempts";
import { type Cast, castOf } from "../../../../cli/verbs/trial/trial-scene";

const NAMES = trialNames("3f9a71", new Date("2026-11-27T10:00:00Z"));

const INVENTORY = (more: { secret?: string; reader?: string; rest?: string } = {}) => `
accounts:
  pods: { id: "111111111111", region: us-east-1 }
  data: { id: "222222222222", region: us-east-1, profile: data }
clusters:
  shop: { account: pods, existing: true }
secrets:
  own: { account: pods }
  orders/db: { account: data, key: pods, sealed: true${more.secret ?? ""} }
readers:
  web: { cluster: shop, namespace: orders, serviceAccount: web, reads: [own] }
  orders:
    cluster: shop
    namespace: orders
    serviceAccount: orders
    reads: [{ secret: orders/db, as: db }]
    ${more.reader ?? ""}
${more.rest ?? ""}`;

function copied(text = INVENTORY()) {
  return parsedTrial(copiedInventory(parsedTrial(text), NAMES)).landingZone;
}

function refused(text: string): string {
  let message = "";
  throws(
    () => copied(text),
    (error: Error) => {
      message = error.message;
      return true;
    },
  );
  return message;
}

describe("the copy of an inventory for a trial", () => {
  it("has names of the trial for everything that is made, and its tags", () => {
    const { accounts, clusters, keys, readers, secrets } = copied();
    const made = [
      ...secrets.map(({ name }) => name),
      ...keys.map(({ alias }) => alias),
      ...readers.flatMap(({ namespace, role }) => [namespace, role.name]),
    ];
    strictEqual(made.length, 7);
    deepStrictEqual(
      made.filter((name) => !name?.startsWith("eps-trial-3f9a71")),
      [],
    );
    for (const { tags } of accounts) strictEqual(tags?.["eks-pod-secrets-trial"], "3f9a71");
    const [shop] = clusters;
    deepStrictEqual(
      [shop?.name, shop?.create, shop?.createNamespaces, shop?.secretsStoreCsi.install],
      ["shop", undefined, true, "existing"],
    );
  });

  it("keeps who reads what, and how", () => {
    const { readers, secrets } = copied();
    deepStrictEqual(
      readers.map(({ grants, id }) => [id, ...grants.map(({ file, target }) => [target.id, file])]),
      [
        ["web", ["own", "own"]],
        ["orders", ["orders/db", "db"]],
      ],
    );
    strictEqual(secrets.find(({ id }) => id === "orders/db")?.sealed, true);
    ok(secrets.every(({ recoveryWindowInDays }) => recoveryWindowInDays === 0));
  });

  it("has readers for the attempts, or says what is missing", () => {
    const { applicationA, applicationB, revoked, secretB } = castOf(copied());
    deepStrictEqual(
      [applicationA.id, applicationB.id, revoked.id, secretB.id],
      ["web", "orders", "web", "orders/db"],
    );
    const alone = INVENTORY().replace(/ {2}web: .*\n/, "");
    const elsewhere = INVENTORY()
      .replace("own: { account: pods }", "own: { account: pods, region: eu-west-1 }")
      .replace("serviceAccount: web,", "serviceAccount: web, region: eu-west-1,");
    for (const text of [alone, elsewhere]) {
      throws(() => castOf(copied(text)), /must have a reader of another account's secret/);
    }
  });

  it("has what some attempts need where the inventory has it, near the readers' cluster", () => {
    const more = (region: string) => `
  other: { account: pods, region: ${region}, existing: true }
  next: { account: third, region: ${region}, existing: true }
  same: { account: third, name: shop, region: ${region}, existing: true }`;
    const reader = (cluster: string, secret: string) => `
  r-${cluster}:
    cluster: ${cluster}
    namespace: n
    serviceAccount: s
    region: us-east-1
    reads: [${secret}]`;
    const zone = (region: string) => {
      const text = INVENTORY({
        rest: reader("other", "own") + reader("next", "orders/db") + reader("same", "orders/db"),
      })
        .replace("clusters:", '  third: { id: "333333333333", region: us-east-1 }\nclusters:')
        .replace("secrets:", `${more(region).slice(1)}\nsecrets:`);
      return castOf(copied(text));
    };
    const names = ({ namesake, secondCluster, third }: Cast) => [
      ...[third?.name, namesake?.id, secondCluster?.id],
    ];
    const cast = zone("us-east-1");
    deepStrictEqual(names(cast), ["third", "same", "other"]);
    deepStrictEqual(attemptsFor(cast).leftOut, []);
    const far = zone("eu-west-1");
    deepStrictEqual(names(far), ["third", undefined, undefined]);
    strictEqual(attemptsFor(far).leftOut.length, 2);
    const two = attemptsFor(castOf(copied()));
    deepStrictEqual(
      two.leftOut.map(({ needs }) => needs),
      [
        "a second cluster in the readers' account",
        "a cluster of the same name in a third account",
        "a third account",
      ],
    );
    strictEqual(two.tried.length + two.leftOut.length, ALL_ATTEMPTS.length);
  });

  const refusals: Record<string, string> = {
    "a key that exists": INVENTORY().replace(
      "key: pods",
      "key: arn:aws:kms:us-east-1:222222222222:key/11111111-2222-3333-4444-555555555555",
    ),
    "a replica": INVENTORY({ secret: ", replicas: [{ region: eu-west-1, key: pods }]" }),
    "a statement of yours": INVENTORY({
      secret:
        ", extraPolicyStatements: [{ Sid: Own, Effect: Deny, Principal: '*', Action: 'secretsmanager:DeleteSecret', Resource: '*' }]",
    }),
    "a parameter": INVENTORY({ rest: "parameters: { /flags: { account: pods } }" }),
    "a context of the kubeconfig": INVENTORY().replace(
      "existing: true",
      "existing: true, kubeconfigContext: shop",
    ),
    "a read of a part or of one version": INVENTORY().replace(
      "as: db",
      "as: db, versionStage: NEXT",
    ),
  };
  for (const [what, text] of Object.entries(refusals)) {
    it(`refuses ${what}`, () => {
      match(refused(text), new RegExp(`cannot be copied under the names of a trial: ${what}`));
    });
  }
});
