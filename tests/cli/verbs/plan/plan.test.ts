import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert";
import { waves } from "../../../../cli/stacks/run/waves";
import { planAnswer } from "../../../../cli/verbs/plan/answer";
import { planMarkdown } from "../../../../cli/verbs/plan/markdown";
import { type PlanAnswer, planShape } from "../../../../cli/verbs/plan/shape";
import { stackChanges } from "../../../../cli/verbs/plan/stack-changes";
import { liveLines, planText } from "../../../../cli/verbs/plan/text";
import { renames } from "../../../../sdk/change-losses/former-losses";
import { parseInventory } from "../../../../sdk/grant";
import { policyBudgets } from "../../../../sdk/policy";
import { stackPlan } from "../../../../stacks/stack-plan";
import { done, refused } from "../../../outcomes";
import { inventoryText, landingZoneOf } from "../../../sdk/grant/support";
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
    const stdout = await done(run(["plan"]));
    match(stdout, /account-b\.secrets {2}222222222222 {2}us-east-1 {2}after account-a\.cluster\n/);
    match(stdout, /application-b \(.*\) reads secret-b of account-b\n/);
    match(
      stdout,
      /\n6 documents and \d+ counts, all below 60 % of AWS.s quotas; --quotas shows them\n/,
    );
  });

  it("answers in JSON as its schema says", async () => {
    const stdout = await done(run(["plan", "--json"]));
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
      const stdout = await done(run([...args, old, "--json"]));
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
    const stderr = await refused(run(["plan", "--json", "--matrix"]));
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

describe("planMarkdown", () => {
  it("keeps names from beginning lines, ending code, or notifying whom they name", () => {
    const evil = "a\n\n# b `x` | @team <img src=x> ~~c~~ &lt; [l](http://x)";
    const text = planMarkdown({
      file: evil,
      stacks: [],
      readers: [],
      documents: [],
      quotas: [],
      renames: [],
      ownersToAsk: [],
      changes: {
        against: evil,
        access: [evil],
        costs: [],
        stacks: [{ stack: evil, added: [evil], changed: [], removed: [], replaced: [] }],
        leftStacks: [],
      },
    } as unknown as Parameters<typeof planMarkdown>[0]);
    doesNotMatch(text, /^# b/m);
    const sentence = text.split("\n").find((line) => line.startsWith("- ")) ?? "";
    doesNotMatch(sentence.replaceAll("@<!-- -->", ""), /@|(?<!\\)[<[~#&`|]/);
    for (const line of text.split("\n").filter((one) => one !== sentence)) {
      // The name must not appear outside code spans.
      ok(!line.replace(/`[^`]*`/g, "").includes("@team"), line);
    }
  });
});

describe("what plan says of a secret that is renamed or moved", () => {
  const zoneOf = (entry: string) => landingZoneOf({ secrets: `\n  ${entry}`, readers: " {}" });
  const RENAMED = zoneOf("mine: { account: a, renamedFrom: own }");

  it("is what is copied, what stays, and what will be deleted when", () => {
    deepStrictEqual(renames(RENAMED), [
      {
        secret: "mine",
        account: "a",
        was: { secret: "own", account: "a" },
        copied:
          "up copies the value: the version AWSCURRENT, and AWSPREVIOUS if there is one, and no other version or label",
        kept: "while own is there, it has no rotation and no replicas, and the readers of mine may read it",
        deleted:
          "own will be deleted by a later up, 7 days after mine has a value, when no stack of readers names own; without a value it will be deleted by the next up; Secrets Manager can restore it for 30 days then",
      },
    ]);
  });

  it("says of a secret that nothing brings back, and of one that does not wait", () => {
    const moved = zoneOf(
      "own: { account: b, movedFrom: { account: a, keepDays: 0 }, recoveryWindowInDays: 0 }",
    );
    const [one] = renames(moved);
    deepStrictEqual(one?.was, { secret: "own", account: "a" });
    match(one?.deleted ?? "", /by a later up, once own has a value, .*; nothing can bring it back/);
  });

  it("names the readers that cannot read a secret of the account that it leaves", () => {
    const zone = landingZoneOf({
      secrets: "\n  own: { account: b, key: pods, movedFrom: a }",
      readers: `
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own], mode: targetRole }
  job: { cluster: shop, namespace: web, serviceAccount: job, reads: [own] }`,
    });
    const [one] = renames(zone);
    match(
      one?.kept ?? "",
      /the readers of own may read it, but for those in mode targetRole: web$/,
    );
  });

  it("stands in the text and in the Markdown, and in neither where nothing is renamed", () => {
    const said = (zone: typeof RENAMED) => {
      const answer = planAnswer(zone, "zone.yaml");
      return [planText(answer), planMarkdown(answer)];
    };
    for (const text of said(RENAMED)) {
      match(text, /What a rename or a move does\n+(- | {2})secret mine of a, which was own of a/);
      match(text, /own will be deleted by a later up/);
    }
    for (const text of said(zoneOf("own: { account: a }"))) {
      deepStrictEqual(text.includes("rename"), false);
    }
  });
});

describe("what plan --live says", () => {
  it("says once what two looks found", () => {
    const answer = {
      live: [{ cluster: "shop", write: [], unread: "found no credentials" }],
      names: { taken: [], unread: ["found no credentials", "found no alias"] },
    } as unknown as PlanAnswer;
    deepStrictEqual(liveLines(answer), ["found no credentials", "found no alias"]);
  });
});
