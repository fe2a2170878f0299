import { deepStrictEqual, doesNotMatch } from "node:assert";

import { landingZoneOf } from "../sdk/grant/support";
import { runStack } from "./run-stack";

const ARN = "arn:aws:kms:us-east-1:111111111111:key/11111111-2222-3333-4444-555555555555";
const HELD = {
  "urn:pulumi:a.secrets::p::eks-pod-secrets:index:PodSecretKey$aws:kms/key:Key::old-us-east-1-key":
    { type: "aws:kms/key:Key", outputs: { arn: ARN } },
};
const USES = { encrypts: { "a/us-east-1/old": { secrets: ["secret own"], others: [] } } };

/** What the stack deploys whose last deployment made the key `old`. */
async function deployed() {
  const zone = landingZoneOf({ secrets: "\n  own: { account: a, key: new }", readers: " {}" });
  return runStack(zone, "a.secrets", {
    call: ({ token }) => ({
      outputs: token === "pulumi:pulumi:readStackResourceOutputs" ? HELD : USES,
    }),
  });
}

type Run = Awaited<ReturnType<typeof deployed>>;
const aliases = ({ resources }: Run) =>
  resources.flatMap(({ inputs, type }) => (type === "aws:kms/alias:Alias" ? [inputs.name] : []));

describe("a key that its stack holds and the inventory names no more", () => {
  it("stays for its owner alone, and is known to be one of which all is recorded", async () => {
    const run = await deployed();
    deepStrictEqual(aliases(run).sort(), ["alias/new", "alias/old"]);
    const { policy } = run.one("aws:kms/keyPolicy:KeyPolicy", "old-us-east-1-policy").inputs;
    doesNotMatch(policy, /kms:Decrypt/);
    const { encrypts, keys } = run.outputs as { encrypts: object; keys: object };
    deepStrictEqual(encrypts, {
      "a/us-east-1/new": { secrets: ["secret own"], others: [] },
      "a/us-east-1/old": { secrets: [], others: [] },
    });
    deepStrictEqual(Object.keys(keys), ["a/us-east-1/new"]);
  });

  it("goes once it is confirmed that nothing needs it", async () => {
    process.env.EKS_POD_SECRETS_YES_REMOVE = "a/us-east-1/old";
    try {
      deepStrictEqual(aliases(await deployed()), ["alias/new"]);
    } finally {
      delete process.env.EKS_POD_SECRETS_YES_REMOVE;
    }
  });
});
