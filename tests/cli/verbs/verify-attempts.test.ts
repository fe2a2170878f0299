import { deepStrictEqual, ok, strictEqual, throws } from "node:assert";

import type { AccountAccess } from "../../../cli/aws/account-access";
import { castOf } from "../../../cli/verbs/verify/attempts/cast";
import { chooseAttempts } from "../../../cli/verbs/verify/attempts/run-attempts";
import type { FoundSecrets } from "../../../cli/verbs/verify/attempts/scene";
import { isAws, isOpenDeployment } from "../../../cli/verbs/verify/attempts/world";
import { column } from "../../facts";
import { landingZone } from "../../stacks/run-stack";

const OPEN = "tags: { eks-pod-secrets-attempts: allowed }";

/** An inventory with a third account. Each account has one of the tags. */
function inventory(...tags: string[]): string {
  const [pods = "", data = "", third = ""] = tags;
  const account = (id: string, tag: string) => `{ id: "${id}", region: us-east-1, ${tag} }`;
  return `
id: lz-tests
accounts:
  pods: ${account("111111111111", pods)}
  data: ${account("222222222222", data)}
  third: ${account("333333333333", third)}
clusters: { shop: { account: pods, existing: true } }
secrets: { own: { account: pods }, orders/db: { account: data, key: pods } }
readers:
  web: { cluster: shop, namespace: shop, serviceAccount: web, reads: [own] }
  orders: { cluster: shop, namespace: shop, serviceAccount: orders, reads: [orders/db] }
`;
}

const found = (Tags: { Key: string; Value: string }[]) =>
  ({ a: { Tags }, b: { Tags } }) as FoundSecrets;
const MARKED = found([{ Key: "eks-pod-secrets-attempts", Value: "allowed" }]);

describe("verify --attempts", () => {
  it("takes a deployment as there to be tried out only if every account of the inventory and the secrets in AWS say so", () => {
    const isOpen = (text: string, secrets: FoundSecrets) =>
      isOpenDeployment(castOf(landingZone(text)), secrets);
    strictEqual(isOpen(inventory(OPEN, OPEN, OPEN), MARKED), true);
    strictEqual(isOpen(inventory(OPEN, OPEN), MARKED), false);
    strictEqual(isOpen(inventory(), MARKED), false);
    throws(
      () => isOpen(inventory(OPEN, OPEN, OPEN), found([])),
      /the secrets in AWS do not have it: deploy it first/,
    );
  });

  it("leaves out of any other deployment what changes it, and what would if it were not refused", () => {
    const cast = castOf(landingZone(inventory()));
    const { leftOut, tried } = chooseAttempts(cast, false);
    ok(tried.every(({ changes, writes }) => !changes && !writes));
    const names = leftOut.map(({ attempt }) => attempt);
    ok(names.includes("application-b's role puts a value into secret-b"));
    ok(names.includes("a role of A that is tagged like the pod"));
    deepStrictEqual(column(chooseAttempts(cast, true).leftOut, "needs"), [
      "a second cluster in the readers' account",
      "a cluster of the same name in a third account",
    ]);
  });

  it("refuses an inventory without a pair of readers that says something", () => {
    const one = inventory().replace(/^ {2}web.*$/m, "");
    const untagged = inventory()
      .replace("existing: true", "create: {}")
      .replace("serviceAccount: orders,", "serviceAccount: orders, identity: both,");
    for (const text of [one, untagged]) {
      throws(() => castOf(landingZone(text)), /--attempts needs two readers .* has no such pair/);
    }
  });

  for (const [variable, endpoint, world] of [
    ["AWS_ENDPOINT_URL", "", "AWS"],
    ["AWS_ENDPOINT_URL", "https://secretsmanager-fips.us-east-1.amazonaws.com", "AWS"],
    ["AWS_ENDPOINT_URL", "http://127.0.0.1:1", "a sandbox"],
    // Only one service is elsewhere. Roles and clusters are still those of AWS.
    ["AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:1", "AWS"],
  ] as const) {
    it(`asks ${world} where ${variable} is "${endpoint}"`, async () => {
      if (endpoint) process.env[variable] = endpoint;
      const access = {
        region: "us-east-1",
        callerArn: "",
        credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
      };
      try {
        strictEqual(await isAws(access as unknown as AccountAccess), world === "AWS");
      } finally {
        delete process.env[variable];
      }
    });
  }
});
