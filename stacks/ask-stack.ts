import * as pulumi from "@pulumi/pulumi";
import type { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import type * as Messages from "@pulumi/pulumi/proto/resource_pb";
import { requireOfPulumi } from "./require-of-pulumi";

/** The questions that the engine answers about a stack, with the argument that names the stack. */
const QUESTIONS = { readStackOutputs: "name", readStackResourceOutputs: "stackName" } as const;

/** Plain data within Pulumi's messages. */
type Data = NonNullable<ReturnType<InvokeResponse["getReturn"]>>;

/** The part of the module for such messages that is used here. */
interface Structs {
  Struct: { new (): Data; fromJavaScript(data: Record<string, string>): Data };
}

/** Asks the engine about a stack of this project after its last run. Empty for a stack that does not exist. */
export async function askStack(
  question: keyof typeof QUESTIONS,
  stack: string,
): Promise<Record<string, unknown>> {
  const name = [pulumi.getOrganization(), pulumi.getProject(), stack].join("/");
  try {
    return await invoke(`pulumi:pulumi:${question}`, { [QUESTIONS[question]]: name });
  } catch (error) {
    if (error instanceof Error && /unknown stack/.test(error.message)) return {};
    throw error;
  }
}

/**
 * Asks only for data. `pulumi.runtime.invoke` would turn each resource in the answer into an object if the program has loaded its
 * class, and then fail: the resource belongs to the last run, and this run has not registered it yet.
 */
async function invoke(
  token: string,
  asked: Record<string, string>,
): Promise<Record<string, unknown>> {
  const { ResourceInvokeRequest }: typeof Messages = requireOfPulumi(
    "@pulumi/pulumi/proto/resource_pb",
  );
  const { Struct }: Structs = requireOfPulumi("google-protobuf/google/protobuf/struct_pb");
  const request = new ResourceInvokeRequest()
    .setTok(token)
    .setArgs(Struct.fromJavaScript(asked))
    .setAcceptresources(false);
  const monitor = pulumi.runtime.getMonitor();
  if (monitor === undefined) throw new Error("the program does not run in an engine");
  const answer = await new Promise<InvokeResponse>((resolve, reject) => {
    monitor.invoke(request, (error, response) => {
      if (!error) return resolve(response);
      // Keeps the code, by which callers recognize an engine that has gone.
      const { code, details, message } = error;
      reject(Object.assign(new Error(details || message), { code }));
    });
  });
  const [failure] = answer.getFailuresList();
  if (failure) throw new Error(failure.getReason());
  const { outputs } = pulumi.runtime.deserializeProperties(answer.getReturn() ?? new Struct());
  return pulumi.runtime.unwrapRpcSecret(outputs) ?? {};
}

/** The outputs of a stack of this project as its last deployment left them. */
export function readOutputs(stack: string): Promise<Record<string, unknown>> {
  return askStack("readStackOutputs", stack);
}
