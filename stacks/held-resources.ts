import * as pulumi from "@pulumi/pulumi";

/** What a stack holds as its last run left it, by URN; even one that failed, and so recorded no outputs. */
export type HeldResources = Record<string, { type: string; outputs?: Record<string, unknown> }>;

/** Reads what the stack holds that is being deployed. */
export async function readHeldResources(): Promise<HeldResources> {
  const stackName = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
  const { outputs = {} } = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {
    stackName,
  });
  return outputs;
}
