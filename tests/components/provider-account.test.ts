import { deepStrictEqual } from "node:assert/strict";

import { type ComponentName, construct, minimal } from "./minimal-args";
import { mockEngine } from "./mocked-engine";
import { rejectsLater } from "./rejects";

const existingSecretArn = minimal.PodTargetRole.secrets[0]?.arn;

/** What names an account, by component. */
const cases: [ComponentName, string, object][] = [
  ["PodReader", "clusterArn", minimal.PodReader],
  ["PodSecret", "existingSecretArn", { existingSecretArn, sealedFor: [] }],
  ["PodSecretKeyPolicy", "keyArn", minimal.PodSecretKeyPolicy],
  ["PodTargetRole", "ownerAccountId", minimal.PodTargetRole],
  ["SharedSecretMount", "clusterArn", minimal.SharedSecretMount],
];

function callerIdentity(accountId: string) {
  return { call: () => ({ accountId, id: accountId }) };
}

describe("the account of a component's AWS provider", () => {
  for (const [component, argument, args] of cases) {
    it(`is that of ${argument} of ${component}, or nothing is made`, async () => {
      const reason = new RegExp(
        `${component} it: ${argument} must be of account 999999999999, which the AWS provider is of`,
      );
      const engine = await rejectsLater(
        () => construct(component, args),
        reason,
        callerIdentity("999999999999"),
      );
      deepStrictEqual(
        engine.children().filter((one) => !one.startsWith("eks-pod-secrets:")),
        [],
      );
    });
  }

  it("is asked once of each provider that is given", async () => {
    let asked = 0;
    const count = () => {
      asked += 1;
      return {};
    };
    const engine = await mockEngine({ call: count });
    construct("SharedSecretMount", minimal.SharedSecretMount);
    await engine.settled();
    // The default provider is one of each component's own.
    deepStrictEqual(asked, 2);
  });
});
