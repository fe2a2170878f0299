import { deepStrictEqual, match } from "node:assert";
import { landingZoneOf } from "../sdk/grant/support";
import { confirming, holding, runStack, SHOP } from "./run-stack";

const ARN = "arn:aws:secretsmanager:us-east-1:222222222222:secret:old-AbC123";
const HELD = {
  "urn:pulumi:b.secrets::p::eks-pod-secrets:index:PodSecret$aws:secretsmanager/secret:Secret::old-secret":
    { type: "aws:secretsmanager/secret:Secret", outputs: { arn: ARN } },
};

const zone = (mode = "resourcePolicy") =>
  landingZoneOf({
    secrets: "\n  new: { account: b, key: pods, renamedFrom: old }",
    readers: `\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [new], mode: ${mode} }`,
  });

/** What the owner's stack deploys while it has these resources. */
function deployed(held: object, mode?: string) {
  return runStack(zone(mode), "b.secrets", {
    accounts: { aws: "222222222222" },
    stacks: { "organization/eks-pod-secrets/a.cluster": { clusters: { shop: SHOP } } },
    call: holding(held),
  });
}

type Run = Awaited<ReturnType<typeof deployed>>;
const secretsOf = ({ resources }: Run) =>
  resources.flatMap(({ inputs, type }) =>
    type === "aws:secretsmanager/secret:Secret" ? [inputs.name] : [],
  );

describe("a secret whose place another takes", () => {
  it("stays in its stack, with its key, for the readers of the other", async () => {
    const run = await deployed(HELD);
    deepStrictEqual(secretsOf(run), ["new", "old"]);
    const { policy } = run.inputsOf("old-policy");
    match(policy, /arn:aws:iam::111111111111:role\//);
    const key = run.inputsOf("pods-us-east-1-policy").policy;
    for (const name of ["new", "old"]) match(key, new RegExp(`secret:${name}-AbC123`));
    deepStrictEqual(run.outputs.secrets, { new: ARN.replace("old", "new") });
  });

  it("stays readable for the role as which they read", async () => {
    const run = await deployed(HELD, "targetRole");
    const { inputs } = run.one("aws:iam/rolePolicy:RolePolicy", "web-policy");
    for (const name of ["new", "old"]) match(inputs.policy, new RegExp(`secret:${name}-AbC123`));
  });

  it("is not made where its stack does not hold it, or holds another of its key", async () => {
    deepStrictEqual(secretsOf(await deployed({})), ["new"]);
  });

  it("goes once it is confirmed", async () => {
    const went = await confirming("old", () => deployed(HELD));
    deepStrictEqual(secretsOf(went), ["new"]);
  });
});
