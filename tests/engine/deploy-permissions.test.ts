import { deepStrictEqual, doesNotMatch, match, notStrictEqual, ok, strictEqual } from "node:assert";
import { USES } from "../../cli/permissions/calls/call";
import type { AccountNeeds } from "../../cli/permissions/deploy-permissions";
import type { AllowedAction } from "../../sandbox/identity/authorisation/allowed-actions";
import { none } from "../facts";
import { landingZone } from "../stacks/run-stack";
import { actAs, needsOf, takeAway } from "./adopted-clusters";
import { AFTER, BEFORE, READ_ONLY } from "./every-call";
import { ENGINE_TIMEOUT, suiteEngine, writeInventory } from "./harness";
import { randoms } from "./runs-killed";
import { snapshotOf } from "./snapshot";

/** Actions without which no run fails, and why. */
const SILENT: Record<string, string> = {
  "kms:Encrypt": "AWS leaves versions under the old key, and says nothing",
  "ssm:DescribeParameters": "put replaces a value of which it may not know whether it is there",
};
/** How AWS says that Secrets Manager may not use a key for the caller. */
const OF_KEYS = "Access to KMS is not allowed";

/** Some of a run's actions. `REMOVED_ACTIONS` says how many, or `all`. `REMOVED_SEED` says which. */
function sampled(actions: readonly string[], usual: number): string[] {
  const { REMOVED_ACTIONS = usual, REMOVED_SEED = "1" } = process.env;
  if (REMOVED_ACTIONS === "all") return [...actions];
  const random = randoms(Number(REMOVED_SEED));
  const one = () => actions[Math.floor(random() * actions.length)] ?? [];
  return Array.from({ length: Number(REMOVED_ACTIONS) }, one).flat();
}

describe("the printed rights of those who deploy", function () {
  this.timeout(process.env.REMOVED_ACTIONS ? 6 * ENGINE_TIMEOUT : ENGINE_TIMEOUT);
  const zones = [BEFORE, AFTER].map((text) => landingZone(text));
  const printed = needsOf(zones, USES).flatMap(({ roles }) => roles.flatMap((one) => one.actions));
  const deployers: string[] = [];
  /** Rights of the roles that act now. */
  let acting: AccountNeeds["roles"] = [];
  const used: AllowedAction[] = [];
  const sandbox = suiteEngine(BEFORE);

  before(async () => {
    await sandbox.control.allowedActions();
  });

  const run = async (args: string[], input = "") => {
    const { code, stderr, stdout } = await sandbox.command(args, { input });
    strictEqual(code, 0, stderr + stdout);
    // Without some rights, `up` skips a check and says so.
    doesNotMatch(stderr + stdout, /not authorized|is not known/);
  };
  const actWith = async (name: string, needs: AccountNeeds[]) => {
    const clusters = ["workloads", "deploy"].includes(name) ? (zones[0]?.clusters ?? []) : [];
    deployers.push(...(await actAs(name, needs, sandbox, clusters)));
    acting = needs.flatMap(({ roles }) => roles);
  };

  /** What the roles were allowed to do since the last call. */
  const exercised = async (): Promise<AllowedAction[]> =>
    (await sandbox.control.allowedActions()).actions.filter(({ caller }) =>
      deployers.includes(caller),
    );

  /**
   * Runs the command as a role. Then repeats it from the same state, each time without one action that it used: it must fail and
   * name the action. `removed` is the usual number of these runs, and `also` has actions of further ones.
   */
  async function suffices(
    role: string,
    args: string[],
    { input, removed = 0, also = [] }: { input?: string; removed?: number; also?: string[] } = {},
  ): Promise<void> {
    const before = await snapshotOf(sandbox);
    await run(args, input);
    const allowed = await exercised();
    used.push(...allowed);
    const needed = allowed.filter((one) => one.needsIdentityPolicy && !(one.action in SILENT));
    const actions = [...new Set(needed.map(({ action }) => action))].sort();
    const chosen = [...new Set([...also, ...sampled(actions, removed)])];
    if (chosen.length > 0) {
      const after = await snapshotOf(sandbox);
      try {
        for (const action of chosen) {
          await before.restore();
          for (const account of ["a", "b"]) await takeAwayFrom(account, role, action);
          await failsWithout(action, args, input);
        }
      } finally {
        await after.restore();
        await sandbox.control.allowedActions();
        after.remove();
      }
    }
    before.remove();
  }

  async function takeAwayFrom(account: string, role: string, action: string): Promise<void> {
    const configuration = await sandbox.client(account);
    await takeAway(action, role, configuration).catch((error: Error) => {
      if (error.name !== "NoSuchEntityException") throw error;
    });
  }

  async function failsWithout(action: string, args: string[], input = ""): Promise<void> {
    const { code, stderr, stdout } = await sandbox.command(args, { input });
    const said = stderr + stdout;
    const isOnlyOfUp = acting
      .flatMap(({ actions }) => actions)
      .filter((one) => one.action === action)
      .every(({ calledBy }) => calledBy.every((caller) => caller === "up"));
    if (!isOnlyOfUp) notStrictEqual(code, 0, `${args.join(" ")} without ${action}: ${said}`);
    const words = `not authorized to perform: ${action}|is not known|${OF_KEYS}`;
    match(said, new RegExp(words), `${args.join(" ")} without ${action}: ${said}`);
  }

  const LOOKS = ["eks:DescribeCluster", "secretsmanager:DescribeSecret"];
  for (const [layer, stacks, removed, also] of [
    ["cluster", ["a.cluster"], 0, []],
    ["secrets", ["a.secrets", "b.secrets"], 1, []],
    ["workloads", ["a.workloads"], 1, LOOKS],
  ] as const) {
    it(`suffice for the stacks of ${layer}, each with its own`, async () => {
      await actWith(
        layer,
        needsOf(zones, ["deploy"], (role) => stacks.some((stack) => stack === role.for)),
      );
      await suffices(layer, ["up", "--only", ...stacks, "--yes"], { removed, also: [...also] });
      if (layer !== "secrets") return;
      await actWith("put", needsOf(zones, ["put"]));
      for (const name of ["own", "old", "left", "foreign", "setting"])
        await suffices("put", ["put", name], { input: "marzipan" });
    });
  }

  it("suffice to revoke", async () => {
    await actWith("revoke", needsOf(zones, ["revoke"]));
    await suffices("revoke", ["revoke", "api", "--yes"]);
    await suffices("revoke", ["revoke", "api", "--lift", "--yes"]);
  });

  it("suffice to change and refresh all, and to destroy it", async () => {
    await actWith("deploy", needsOf(zones, ["deploy"]));
    const { iam } = await sandbox.aws("a");
    await iam.attachRolePolicy({ RoleName: "job", PolicyArn: READ_ONLY });
    writeInventory(sandbox.data, AFTER);
    await suffices("deploy", ["up", "--refresh", "--yes", "--yes-remove", "left"]);
    // A key is deleted only after no deployed workload names it.
    await suffices("deploy", ["up", "--yes"]);
    const { secretsManager: owner } = await sandbox.aws("b");
    const foreign = { SecretId: "foreign" };
    const { KmsKeyId } = await owner.describeSecret(foreign);
    const { Versions } = await owner.listSecretVersionIds(foreign);
    ok(KmsKeyId && Versions?.[0]?.KmsKeyIds?.includes(KmsKeyId));
    await suffices("deploy", ["destroy", "--yes"], { also: ["secretsmanager:DescribeSecret"] });
  });

  it("suffice to restore a secret and its key", async () => {
    await actWith("restore", needsOf(zones, ["restore"]));
    await suffices("restore", ["restore", "foreign"]);
  });

  it("were all used, but for those that name their source", async () => {
    used.push(...(await exercised()));
    const names = (list: { action: string }[]) => [...new Set(list.map(({ action }) => action))];
    const isUsed = ({ action }: { action: string }) => names(used).includes(action);
    ok(printed.length > 100);
    const needed = printed.filter(({ optional, source }) => !optional && !source);
    deepStrictEqual(names(needed.filter((one) => !isUsed(one))), []);
    deepStrictEqual(names(printed.filter((one) => one.source && isUsed(one))), []);
    const refusedWithout = names(used.filter((one) => one.needsIdentityPolicy));
    none(names(used), (action) => !refusedWithout.includes(action));
  });
});
