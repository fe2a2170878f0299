import * as pulumi from "@pulumi/pulumi";

/** What the engine answers about a stack, by the argument that names the stack. */
const QUESTIONS = { readStackOutputs: "name", readStackResourceOutputs: "stackName" } as const;

/** Asks the engine about a stack of this project as its last run left it; nothing of a stack that there is not. */
export async function askStack(
  question: keyof typeof QUESTIONS,
  stack: string,
): Promise<Record<string, unknown>> {
  const name = [pulumi.getOrganization(), pulumi.getProject(), stack].join("/");
  const asked = { [QUESTIONS[question]]: name };
  try {
    const { outputs } = await pulumi.runtime.invoke(`pulumi:pulumi:${question}`, asked);
    return outputs ?? {};
  } catch (error) {
    if (error instanceof Error && /unknown stack/.test(error.message)) return {};
    throw error;
  }
}
