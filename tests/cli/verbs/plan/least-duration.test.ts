import { deepStrictEqual, strictEqual } from "node:assert";

import { leastDuration } from "../../../../cli/verbs/plan/quotas/least-duration";
import { plannedCalls } from "../../../../cli/verbs/plan/quotas/planned-calls";
import { landingZoneOf } from "../../../grant/support";

/** A landing zone of two accounts of which one owns so many secrets, each under a key of its own. */
function keysOf(count: number, { quotas = "", more = "" } = {}) {
  const secrets = Array.from(
    { length: count },
    (_, index) => `\n  secret-${index}: { account: b, key: key-${index} }`,
  );
  return landingZoneOf({
    accounts: `
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1, quotas: { ${quotas} } }`,
    secrets: secrets.join("") + more,
    readers: "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [secret-0] }",
  });
}

const steps = (zone: ReturnType<typeof keysOf>) =>
  leastDuration(zone).steps.map(({ calls, perSecond, rate, seconds, stack }) =>
    [stack, rate, calls, perSecond, seconds].join(" "),
  );

describe("leastDuration", () => {
  it("is nothing where the rates hold nothing up", () => {
    deepStrictEqual(leastDuration(keysOf(10)), { seconds: 0, steps: [] });
  });

  it("is that of the slowest calls of a stack, less the seconds that may be short", () => {
    deepStrictEqual(steps(keysOf(100)), ["b.secrets createKeyRate 100 5 18"]);
  });

  it("follows what the account is granted", () => {
    deepStrictEqual(steps(keysOf(100, { quotas: "createKeyRate: 50, createAliasRate: 50" })), [
      "b.secrets enableKeyRotationRate 100 15 5",
    ]);
  });

  it("adds up along the stacks that wait for one another, and over no others", () => {
    const zone = landingZoneOf({
      secrets: Array.from(
        { length: 200 },
        (_, index) => `\n  s-${index}: { account: ${index < 100 ? "a" : "b"}, key: k-${index} }`,
      ).join(""),
      parameters: "\n  /flags: { account: a }",
      readers:
        "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [s-0, s-100, { parameter: /flags }], deployment: { image: nginx, mountPath: /mnt, replicas: 400 } }",
    });
    deepStrictEqual(
      steps(zone).map((step) => step.replace(/^a\.secrets|^b\.secrets/, "a or b.secrets")),
      ["a or b.secrets createKeyRate 100 5 18", "a.workloads parameterReadRate 400 40 8"],
    );
    strictEqual(leastDuration(zone).seconds, 26);
  });
});

describe("plannedCalls", () => {
  it("puts no policy of a secret that needs none", () => {
    const zone = landingZoneOf({
      secrets: "\n  own: { account: a }",
      readers: "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }",
    });
    deepStrictEqual(
      plannedCalls(zone).map(({ calls, rate }) => `${calls} ${rate}`),
      ["1 createSecretRate", "1 secretPolicyRate", "1 secretReadRate"],
    );
  });

  it("makes none for what exists, but puts the policies that readers need", () => {
    const arn = "arn:aws:secretsmanager:us-east-1:222222222222:secret:there-aBcDeF";
    const key = "arn:aws:kms:us-east-1:222222222222:key/11111111-2222-3333-4444-555555555555";
    const zone = landingZoneOf({
      secrets: `\n  there: { account: b, existing: true, arn: "${arn}", key: "${key}" }`,
      readers: "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [there] }",
    });
    deepStrictEqual(
      plannedCalls(zone).map(({ calls, rate }) => `${calls} ${rate}`),
      ["1 putKeyPolicyRate", "2 secretPolicyRate"],
    );
  });
});
