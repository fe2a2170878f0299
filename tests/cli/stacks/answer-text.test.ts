import { doesNotMatch, match } from "node:assert";
import type { StacksAnswer } from "../../../cli/stacks/run/stacks-shape";
import { answerText } from "../../../cli/stacks/stacks-verb";

/** The answer's text after this stack has failed. */
function said(operation: StacksAnswer["operation"], stack: string): string {
  const failed = { stack, result: "failed" as const, reason: "no", seconds: 1, changes: {} };
  return answerText({
    ...{ operation, result: "incomplete", stacks: [failed], removals: [], stillRead: [] },
    ...{ formerWays: [], networks: [], createdSecrets: [], leftNamespaces: [], leftStacks: [] },
  });
}

describe("a failed run", () => {
  it("points to doctor where pods may not start, and nowhere else", () => {
    match(said("up", "a.workloads"), /^what keeps a pod .*: eks-pod-secrets doctor READER$/m);
    doesNotMatch(said("up", "a.secrets"), /doctor/);
    doesNotMatch(said("destroy", "a.workloads"), /doctor/);
  });
});
