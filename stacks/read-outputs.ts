import { askStack } from "./ask-stack";

/** The outputs of a stack of this project as its last deployment left them. */
export function readOutputs(stack: string): Promise<Record<string, unknown>> {
  return askStack("readStackOutputs", stack);
}
