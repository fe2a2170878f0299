import { deepStrictEqual, rejects } from "node:assert";

import { secretRemovals } from "../../stacks/secret-removals";
import { landingZoneOf } from "../sdk/grant/support";
import { runStack } from "./run-stack";

const ARN = "arn:aws:secretsmanager:us-east-1:111111111111:secret:own-aBcDeF";
const READERS = "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }";

const zone = (own: string, readers = READERS) => landingZoneOf({ secrets: `\n  ${own}`, readers });

/** What a deployment says of the secret `own` that its stack holds. */
function removals({ accounts: [account], secrets }: ReturnType<typeof zone>): string[] {
  if (!account) throw new Error("no account");
  return secretRemovals([{ id: "own", arn: ARN }], account, secrets).map(({ why }) => why);
}

describe("a secret that a stack holds", () => {
  it("stays where its name and place stay, whatever else changes", () => {
    deepStrictEqual(removals(zone("own: { account: a, key: pods, sealed: true }")), []);
    deepStrictEqual(removals(zone(`own: { account: a, existing: true, arn: "${ARN}" }`)), []);
  });

  it("is deleted where the inventory has it no more, or gives it another name or region", () => {
    const place = (instead: string) => [
      `the inventory gives it ${instead}, where a new one is made without the value`,
    ];
    deepStrictEqual(removals(zone("other: { account: a }", " {}")), [
      "the inventory has it no more",
    ]);
    deepStrictEqual(
      removals(zone("own: { account: a, name: mine, region: eu-west-1 }", " {}")),
      place("region eu-west-1 instead of us-east-1, name mine instead of own"),
    );
    const another = ARN.replace("aBcDeF", "aBcDeG");
    deepStrictEqual(removals(zone(`own: { account: a, existing: true, arn: "${another}" }`)), [
      "the inventory says that another one exists",
    ]);
  });

  it("is not deleted by the program before somebody confirms it by name", async () => {
    const held = {
      "urn:pulumi:a.secrets::p::eks-pod-secrets:index:PodSecret$aws:secretsmanager/secret:Secret::own-secret":
        { type: "aws:secretsmanager/secret:Secret", outputs: { arn: ARN } },
    };
    const call = ({ token }: { token: string }) =>
      token === "pulumi:pulumi:readStackResourceOutputs" ? { outputs: held } : {};
    const after = zone("other: { account: a }", " {}");
    await rejects(
      runStack(after, "a.secrets", { call }),
      /secret own would be deleted, with the value that it may have: .* EKS_POD_SECRETS_YES_REMOVE=own/,
    );
    process.env.EKS_POD_SECRETS_YES_REMOVE = "own";
    try {
      await runStack(after, "a.secrets", { call });
    } finally {
      delete process.env.EKS_POD_SECRETS_YES_REMOVE;
    }
  });
});
