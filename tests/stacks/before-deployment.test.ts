import { deepStrictEqual, doesNotMatch, rejects } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { CheckFailure, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { askStack } from "../../stacks/ask-stack";
import { mockEngine } from "../sdk/components/mocked-engine";
import { landingZoneOf } from "../sdk/grant/support";
import { runStack } from "./run-stack";

const ARN = "arn:aws:kms:us-east-1:111111111111:key/11111111-2222-3333-4444-555555555555";
const HELD = {
  "urn:pulumi:a.secrets::p::eks-pod-secrets:index:PodSecretKey$aws:kms/key:Key::old-us-east-1-key":
    { type: "aws:kms/key:Key", outputs: { arn: ARN } },
};
const USES = { encrypts: { "a/us-east-1/old": { secrets: ["secret own"], others: [] } } };

/** What the stack deploys after its last deployment made the key `old`. */
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

const SECRET = "arn:aws:secretsmanager:us-east-1:111111111111:secret:own-aBcDeF";

describe("what an owner's stack holds", () => {
  it("is not deleted by the program before somebody confirms it by name", async () => {
    const held = {
      "urn:pulumi:a.secrets::p::eks-pod-secrets:index:PodSecret$aws:secretsmanager/secret:Secret::own-secret":
        { type: "aws:secretsmanager/secret:Secret", outputs: { arn: SECRET } },
    };
    const call = ({ token }: { token: string }) =>
      token === "pulumi:pulumi:readStackResourceOutputs" ? { outputs: held } : {};
    const after = landingZoneOf({ secrets: "\n  other: { account: a }", readers: " {}" });
    await rejects(
      runStack(after, "a.secrets", { call }),
      /secret own of account \d+ \(a\) may have a value, and the inventory no longer has it\n[\s\S]*EKS_POD_SECRETS_YES_REMOVE=own/,
    );
    process.env.EKS_POD_SECRETS_YES_REMOVE = "own";
    try {
      await runStack(after, "a.secrets", { call });
    } finally {
      delete process.env.EKS_POD_SECRETS_YES_REMOVE;
    }
  });

  it("is recorded of a key for as long as there is that key, and refused to lose before anything is registered", async () => {
    const zone = (key: string) =>
      landingZoneOf({
        secrets: `\n  own: { account: a${key} }`,
        parameters: "\n  /flags: { account: a }",
        readers: " {}",
      });
    const last = {
      keys: {},
      encrypts: { "a/us-east-1/flags": { secrets: [], others: ["parameter /flags"] } },
    };
    const call = ({ token }: { token: string }) =>
      token === "pulumi:pulumi:readStackOutputs" ? { outputs: last } : {};
    const { outputs } = await runStack(zone(", key: flags"), "a.secrets", { call });
    deepStrictEqual((outputs as { encrypts: object }).encrypts, {
      "a/us-east-1/flags": { secrets: ["secret own"], others: ["parameter /flags"] },
    });
    await rejects(runStack(zone(""), "a.secrets", { call }), /key a\/us-east-1\/flags must stay/);
  });
});

describe("what the engine answers about a stack", () => {
  it("is asked for as data, without resources that this run may not have registered", async () => {
    await mockEngine({ stack: "web.cluster", call: () => ({ outputs: { vpc: "vpc-1" } }) });
    const monitor = pulumi.runtime.getMonitor();
    if (monitor === undefined) throw new Error("no engine");
    const accepted: boolean[] = [];
    const invoke = monitor.invoke.bind(monitor);
    const spy: typeof invoke = (request: Parameters<typeof invoke>[0], ...rest: [never]) => {
      accepted.push(request.getAcceptresources());
      return invoke(request, ...rest);
    };
    Object.assign(monitor, { invoke: spy });
    deepStrictEqual(await askStack("readStackResourceOutputs", "web.cluster"), { vpc: "vpc-1" });
    deepStrictEqual(accepted, [false]);
  });

  it("is nothing, if there is no such stack", async () => {
    await mockEngine({ stack: "web.cluster", call: refuse("unknown stack web.secrets") });
    deepStrictEqual(await askStack("readStackOutputs", "web.secrets"), {});
  });

  it("is an error, if the engine cannot answer", async () => {
    await mockEngine({ stack: "web.cluster", call: refuse("the backend is away") });
    await rejects(askStack("readStackOutputs", "web.secrets"), { message: "the backend is away" });
  });

  it("is an error, if the answer names a failure", async () => {
    await mockEngine({ stack: "web.cluster" });
    const reason = "the state cannot be read";
    const answer = new InvokeResponse().setFailuresList([new CheckFailure().setReason(reason)]);
    Object.assign(pulumi.runtime.getMonitor() ?? {}, {
      invoke: (_request: unknown, reply: (error: null, answer: InvokeResponse) => void) =>
        reply(null, answer),
    });
    await rejects(askStack("readStackOutputs", "web.secrets"), { message: reason });
  });
});

function refuse(reason: string): () => never {
  return () => {
    throw new Error(reason);
  };
}
