import { deepStrictEqual, match, strictEqual } from "node:assert";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { failed } from "../../outcomes";
import { policy } from "../../sandbox/secrets-support";
import { suiteEngine } from "../harness";
import { byHandInventory, type MadeByHand, makeByHand } from "./by-hand";
import { ownersImports, readersImports, takingOver, writeImports } from "./import-files";
import { polled } from "./polling";

const EXTRA = "arn:aws:iam::111111111111:policy/extra";
const LOGS = policy({ Action: "logs:PutLogEvents", Resource: "*" });
const METRICS = policy({ Action: "cloudwatch:PutMetricData", Resource: "*" });
const KEPT = `, role: existing, keptPolicies: [{ name: logs, document: adopted/logs.json }, { arn: "${EXTRA}", document: adopted/extra.json }]`;

describe("a role that exists, with policies that stay", () => {
  const sandbox = suiteEngine(byHandInventory(KEPT));
  let made: MadeByHand;

  before(async () => {
    made = await makeByHand(sandbox, byHandInventory());
    const { iam } = await sandbox.aws("a");
    const RoleName = "by-hand";
    await iam.putRolePolicy({ RoleName, PolicyName: "logs", PolicyDocument: LOGS });
    await iam.createPolicy({ PolicyName: "extra", PolicyDocument: METRICS });
    await iam.attachRolePolicy({ RoleName, PolicyArn: EXTRA });
    const directory = join(sandbox.data.project, "adopted");
    mkdirSync(directory);
    writeFileSync(join(directory, "logs.json"), LOGS);
    writeFileSync(join(directory, "extra.json"), METRICS);
    writeImports(sandbox, "b.secrets", ownersImports(made));
    writeImports(sandbox, "a.workloads", readersImports(made));
  });

  it("keeps them and loses the others, while its pod reads", async () => {
    await polled(sandbox, () => sandbox.stacks(["up", ...takingOver(made)]));
    const { iam } = await sandbox.aws("a");
    const RoleName = "by-hand";
    const { PolicyNames } = await iam.listRolePolicies({ RoleName });
    deepStrictEqual(PolicyNames, ["logs", "read-granted"]);
    const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName });
    deepStrictEqual(
      AttachedPolicies.map(({ PolicyArn }) => PolicyArn),
      [EXTRA],
    );
    strictEqual((await sandbox.ask("preview", ["--refresh"])).answer.result, "no change");
  });

  it("is proved, and what they allow beside is listed, of the inventory, the state and AWS", async () => {
    for (const source of [[], ["--state"], ["--live"]]) {
      const { stdout } = await sandbox.command(["prove", ...source]);
      match(stdout, /^proved: 6 claims/);
      match(stdout, /Also allowed, by policies that roles keep:\n.*: logs:PutLogEvents on \*\n/);
      match(stdout, /: cloudwatch:PutMetricData on \*\n/);
    }
  });

  it("is named by prove --live where one of them is not as its file has it", async () => {
    const { iam } = await sandbox.aws("a");
    const PolicyDocument = policy({ Action: "logs:*", Resource: "*" });
    await iam.putRolePolicy({ RoleName: "by-hand", PolicyName: "logs", PolicyDocument });
    match(
      await failed(sandbox.command(["prove", "--live"])),
      /role of orders .* has another identity policy: it lacks Allow logs:PutLogEvents and adds Allow logs:\*/,
    );
  });
});
