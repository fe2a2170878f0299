import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { waves } from "../../../../cli/stacks/run/waves";
import { planAnswer } from "../../../../cli/verbs/plan/answer";
import { planMarkdown } from "../../../../cli/verbs/plan/markdown";
import { planShape } from "../../../../cli/verbs/plan/shape";
import { stackChanges } from "../../../../cli/verbs/plan/stack-changes";
import { parseInventory } from "../../../../sdk/grant";
import { policyBudgets } from "../../../../sdk/policy";
import { stackPlan } from "../../../../stacks/stack-plan";
import { inventoryText } from "../../../sdk/grant/support";
import { HUNDRED_ACCOUNTS, largeInventory } from "../../large-inventory";
import { run, withFiles } from "../../support";

const FEWER = inventoryText({
  readers: "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }",
});

function zoneOf(text: string) {
  const parsed = parseInventory(text, "zone.yaml");
  if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
  return parsed.landingZone;
}

describe("plan", function () {
  this.timeout(120_000); // each case starts processes

  it("shows stacks in order, who will read what, and sizes against limits", async () => {
    const { code, stdout } = await run(["plan"]);
    strictEqual(code, 0);
    match(stdout, /account-b\.secrets {2}222222222222 {2}us-east-1 {2}after account-a\.cluster\n/);
    match(stdout, /application-b \(.*\) reads secret-b of account-b\n/);
    match(
      stdout,
      /\n6 documents and \d+ counts, all below 60 % of AWS.s quotas; --quotas shows them\n/,
    );
  });

  it("answers in JSON as its schema says", async () => {
    const { code, stdout } = await run(["plan", "--json"]);
    strictEqual(code, 0);
    const answer = planShape.parse(JSON.parse(stdout));
    strictEqual(answer.stacks.length, 4);
    ok(answer.documents.every(({ limit, size }) => size > 0 && size <= limit));
  });

  it("prints a CI matrix on one line, each wave after those that it depends on", async () => {
    const { stdout } = await run(["plan", "--matrix"]);
    strictEqual(stdout.trim().split("\n").length, 1);
    const stacks = JSON.parse(stdout).waves.map((wave: { include: { stack: string }[] }) =>
      wave.include.map(({ stack }) => stack),
    );
    deepStrictEqual(stacks, [
      ["account-a.cluster", "account-a.secrets"],
      ["account-b.secrets"],
      ["account-a.workloads"],
    ]);
  });

  it("parts a wave into matrices of at most 256 jobs, which GitHub takes", () => {
    const size = { accounts: 600, clusterAccounts: 1, readers: 1, secrets: 600 };
    const all = waves(stackPlan(zoneOf(largeInventory(size))));
    const widest = all.find(({ include }) => include.length > 256);
    deepStrictEqual(
      widest?.parts.map(({ include }) => include.length),
      [256, 256, 89],
    );
    for (const { include, parts } of all) {
      deepStrictEqual(
        parts.flatMap((one) => one.include),
        include,
      );
    }
  });

  it("says who gains access, and in which stacks", async () => {
    await withFiles({ "old.yaml": FEWER, "new.yaml": inventoryText() }, async (directory) => {
      const [old, now] = [`${directory}/old.yaml`, `${directory}/new.yaml`];
      const args = ["plan", "--inventory", now, "--against"];
      const { code, stdout } = await run([...args, old, "--json"]);
      strictEqual(code, 0);
      const { changes } = planShape.parse(JSON.parse(stdout));
      ok(changes);
      deepStrictEqual(
        changes.stacks.map(({ stack }) => stack),
        ["b.secrets", "a.workloads"],
      );
      ok(
        changes.access.some((one) =>
          /^a session of role \S+ of account 1{12} gains secret foreign$/.test(one),
        ),
      );

      match(
        (await run([...args, now])).stdout,
        /\n {2}nobody's: proved\n {2}\(not asked about \d+ with the same documents and readers\)/,
      );
      const same = await run([...args, now, "--markdown"]);
      match(same.stdout, /Nobody gains or loses access: proved/);
    });
  });

  it("says that a stack which only the other inventory has stays, and what takes it down", async () => {
    const none = inventoryText({ readers: " {}" });
    await withFiles({ "the old.yaml": inventoryText(), "new.yaml": none }, async (directory) => {
      const against = `${directory}/the old.yaml`;
      const args = ["plan", "--inventory", `${directory}/new.yaml`, "--against", against];
      const { changes } = planShape.parse(JSON.parse((await run([...args, "--json"])).stdout));
      deepStrictEqual(
        changes?.stacks.flatMap(({ leaves, stack }) => (leaves ? [stack] : [])),
        ["a.workloads"],
      );
      const command = `eks-pod-secrets destroy --inventory '${against}' --only a.workloads`;
      for (const form of [[], ["--markdown"]]) {
        const { stdout } = await run([...args, ...form]);
        ok(stdout.includes(command), stdout);
      }
    });
  });

  it("rejects two forms of the answer", async () => {
    const { code, stderr } = await run(["plan", "--json", "--matrix"]);
    strictEqual(code, 2);
    strictEqual(stderr, "error: the answer must have one form, got --matrix and --json\n");
  });

  it("rejects to compare with an inventory that is not there", async () => {
    const { code, stderr } = await run(["plan", "--against", "old.yaml"]);
    const says = "no such file; --against names the inventory before the change";
    deepStrictEqual([code, stderr], [2, `error: cannot read old.yaml: ${says}\n`]);
  });

  it("rejects a comparison that a matrix would not show", async () => {
    const { code, stderr } = await run(["plan", "--matrix", "--against", "landing-zone.yaml"]);
    const says = "error: --matrix is of all stacks, and must be given without --against\n";
    deepStrictEqual([code, stderr], [2, says]);
  });
});

describe("a plan of a hundred accounts", () => {
  const text = largeInventory(HUNDRED_ACCOUNTS);

  it("tells every document's size within its limit", () => {
    const { documents } = planAnswer(zoneOf(text), "zone.yaml");
    ok(documents.length > 4000);
    ok(documents.every(({ kind, limit, size }) => size > 0 && limit === policyBudgets[kind].limit));
  });

  it("has two waves, as clusters that exist hold up no owner", () => {
    strictEqual(waves(stackPlan(zoneOf(text))).length, 2);
  });

  it("changes only the stacks and documents of a reader that is added", () => {
    const [secret = ""] = /\S+(?=: \{ account: \S+-050,)/.exec(text) ?? [];
    const more = `${text}  newcomer: { cluster: cluster-7, namespace: new, serviceAccount: new, reads: [${secret}] }\n`;
    const [before, after] = [zoneOf(text), zoneOf(more)];
    const home = before.clusters.find(({ id }) => id === "cluster-7")?.account.name;
    const owned = before.secrets.find(({ id }) => id === secret);
    const role = after.readers.at(-1)?.role.arn;
    deepStrictEqual(stackChanges(before, after), [
      {
        stack: `${owned?.account.name}.secrets`,
        added: [],
        changed: [`key policy of ${owned?.key?.id}`, `resource policy of ${secret}`],
        removed: [],
      },
      {
        stack: `${home}.workloads`,
        added: ["reader newcomer", `trust policy of ${role}`, `identity policy of ${role}`],
        changed: [],
        removed: [],
      },
    ]);
  });

  it("stays readable as Markdown", () => {
    const markdown = planMarkdown(planAnswer(zoneOf(text), "zone.yaml"));
    match(markdown, /and 1900 more/);
    ok(markdown.length < 65_536);
  });
});
