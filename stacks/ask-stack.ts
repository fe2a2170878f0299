import * as pulumi from "@pulumi/pulumi";
import type { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import type * as Messages from "@pulumi/pulumi/proto/resource_pb";
import { requireOfPulumi } from "./require-of-pulumi";

/** What the engine answers about a stack, by the argument that names the stack. */
const QUESTIONS = { readStackOutputs: "name", readStackResourceOutputs: "stackName" } as const;

/** A message of plain data, as Pulumi's messages hold it. */
type Data = NonNullable<ReturnType<InvokeResponse["getReturn"]>>;

/** What is used of the module that makes such messages. */
interface Structs {
  Struct: { new (): Data; fromJavaScript(data: Record<string, string>): Data };
}

/** Asks the engine about a stack of this project as its last run left it; nothing of a stack that there is not. */
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
 * Asks for data alone. `pulumi.runtime.invoke` makes an object of each resource in the answer, if the program has loaded its class,
 * and then fails: the resource is of the last run, and this run has not registered it yet.
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
      // With its code, by which callers tell an engine that has gone.
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
