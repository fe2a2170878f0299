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

describe("the place of a component's AWS provider", () => {
  for (const [component, argument, args] of cases) {
    it(`is in the account of ${argument} of ${component}, or nothing is made`, async () => {
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

  for (const [component, argument, args] of cases.filter(([, name]) => name.endsWith("Arn"))) {
    it(`is in the region of ${argument} of ${component}, or nothing is made`, async () => {
      const reason = new RegExp(
        `${component} it: ${argument} must be of region eu-north-1, which the AWS provider is of`,
      );
      await rejectsLater(() => construct(component, args), reason, {
        call: () => ({ region: "eu-north-1" }),
      });
    });
  }

  it("is asked once of each provider", async () => {
    const asked: string[] = [];
    const count = ({ token }: { token: string }) => {
      asked.push(token);
      return {};
    };
    const engine = await mockEngine({ call: count });
    construct("SharedSecretMount", minimal.SharedSecretMount);
    await engine.settled();
    deepStrictEqual(asked, [
      "aws:index/getCallerIdentity:getCallerIdentity",
      "aws:index/getRegion:getRegion",
    ]);
  });
});
