import { deepStrictEqual, rejects } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { CheckFailure, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";

import { askStack } from "../../stacks/ask-stack";
import { mockEngine } from "../sdk/components/mocked-engine";

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
