import { strictEqual } from "node:assert";
import { previewText } from "../../../cli/verbs/preview";
import type { PreviewAnswer } from "../../../cli/verbs/preview/shape";

const policy = {
  operation: "update",
  type: "aws:secretsmanager/secretPolicy:SecretPolicy",
  name: "orders-policy",
  properties: ["policy"],
};
const none = { seconds: 1, changes: {}, steps: [] };

type Stack = PreviewAnswer["stacks"][number];
const unchanged: Stack = { ...none, stack: "a.cluster", result: "previewed", changes: { same: 3 } };
const changes = { update: 1, same: 3 };
const changed: Stack = { ...unchanged, stack: "a.secrets", changes, steps: [policy] };

function textOf(
  result: PreviewAnswer["result"],
  stacks: Stack[],
  confirmations: PreviewAnswer["confirmations"] = [],
): string {
  return previewText({ result, stacks, confirmations, leftStacks: [] });
}

describe("what preview says", () => {
  it("is one line where nothing would change", () => {
    strictEqual(textOf("no change", [unchanged]), "preview: nothing would change in 1 stack");
  });

  it("names each resource that would change, and the properties that differ", () => {
    strictEqual(
      textOf("changes", [unchanged, changed]),
      `a.secrets: 1 update, 3 unchanged
  update aws:secretsmanager/secretPolicy:SecretPolicy orders-policy: policy
preview: 1 of 2 stacks would change`,
    );
  });

  it("says what up asks before it begins, and what confirms it", () => {
    const says = "secret orders/db has a policy of others, and up would replace it";
    strictEqual(
      textOf("no change", [unchanged], [{ option: "take-over", name: "orders/db", says }]),
      `preview: nothing would change in 1 stack
up asks before it begins: ${says}; --take-over orders/db confirms it`,
    );
  });

  it("names what is new, what reads that, and what failed", () => {
    strictEqual(
      textOf("incomplete", [
        { ...none, stack: "b.secrets", result: "new" },
        { ...none, stack: "a.workloads", result: "waits", waitsFor: ["b.secrets"] },
        { ...none, stack: "c.cluster", result: "failed", reason: "denied" },
      ]),
      `b.secrets: new; up makes it
a.workloads: waits for b.secrets, which it reads
c.cluster: failed: denied
preview: incomplete`,
    );
  });
});
