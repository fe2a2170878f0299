import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert";

import { statusShape } from "../../../cli/verbs/status/shape";
import { column, rows } from "../../facts";
import { refused } from "../../outcomes";
import { fakePulumi, type KeptStack, keptFiles } from "../fake-pulumi/kept-stacks";
import { filesIn, run } from "../support";

/** Asks for the status of the reference inventory while a backend has these stacks. */
async function status(stacks: Record<string, KeptStack>) {
  const directory = filesIn(keptFiles(stacks));
  const env = fakePulumi(directory);
  const { code, stdout } = await run("status --json", { env });
  return { code, ...statusShape.parse(JSON.parse(stdout)) };
}

describe("status", () => {
  it("shows stacks that the backend holds, and asks no owner without credentials", async () => {
    const { code, result, stacks, values } = await status({
      "account-a.cluster": { resources: 15 },
      "account-a.secrets": { resources: 0 },
    });
    deepStrictEqual([code, result], [1, "incomplete"]);
    deepStrictEqual(rows(stacks, "state", "resources"), [
      ["deployed", 15],
      ["empty", 0],
      ["absent", undefined],
      ["absent", undefined],
    ]);
    deepStrictEqual(column(values, "value"), ["unknown", "unknown"]);
  });

  it("tells of a run that failed, and of a destruction that left something", async () => {
    const { code, result, stacks } = await status({
      "account-a.cluster": { resources: 15, last: { kind: "update", result: "succeeded" } },
      "account-a.secrets": { resources: 3, last: { kind: "update", result: "failed" } },
      "account-b.secrets": { resources: 1, last: { kind: "destroy", result: "succeeded" } },
      "account-a.workloads": { resources: 9, last: { kind: "refresh", result: "succeeded" } },
    });
    deepStrictEqual([code, result], [1, "incomplete"]);
    deepStrictEqual(column(stacks, "state"), ["deployed", "failed", "failed", "deployed"]);
  });

  it("points to doctor where something is deployed and not all is well, and not before", async () => {
    const text = async (stacks: Record<string, KeptStack>) =>
      (await run("status", { env: fakePulumi(filesIn(keptFiles(stacks))) })).stdout;
    match(
      await text({ "account-a.cluster": { resources: 15 } }),
      /: eks-pod-secrets doctor READER$/m,
    );
    doesNotMatch(await text({}), /doctor/);
  });

  it("names the stack whose state holds a policy that is no JSON", async () => {
    const policy = {
      ...{ urn: "urn::orders-policy", type: "aws:secretsmanager/secretPolicy:SecretPolicy" },
      outputs: { policy: "{" },
    };
    const stacks = { "account-a.secrets": { resources: 3, holds: [policy] } };
    const directory = filesIn(keptFiles(stacks));
    match(
      await refused(run("status", { env: fakePulumi(directory) })),
      /the state of stack account-a\.secrets .* no JSON, urn::orders-policy: put back/,
    );
  });

  it("is complete where all is deployed and no value is known to be missing", async () => {
    const last = { kind: "update", result: "succeeded" };
    const names = ["a.cluster", "a.secrets", "b.secrets", "a.workloads"];
    const held = names.map((name) => [`account-${name}`, { resources: 3, last }]);
    const { code, result } = await status(Object.fromEntries(held));
    strictEqual(code, 0);
    strictEqual(result, "complete");
  });
});
