import { deepStrictEqual, match, rejects, strictEqual } from "node:assert";
import type { HeldResource } from "../../../../cli/access-removals/removal-shape";
import type { ExportedResource } from "../../../../cli/stacks/backend/exported-state";
import type { PlannedRun } from "../../../../cli/stacks/before-run/planned-run";
import { removeAccessFirst } from "../../../../cli/stacks/run/removals-first";
import { stacksShape } from "../../../../cli/stacks/run/stacks-shape";
import { INVENTORY_TYPE } from "../../../../stacks/deployed-by";
import { stackPlan } from "../../../../stacks/stack-plan";
import { each } from "../../../facts";
import { done, refused } from "../../../outcomes";
import { createRole } from "../../../sandbox/eks-support";
import { setEnvironment } from "../../../sandbox/providers/support";
import { A, withSandbox } from "../../../sandbox/support";
import { inventoryText, reader } from "../../../sdk/grant/support";
import { landingZone } from "../../../stacks/run-stack";
import { createHeldRoles, deleteHeldRoles, heldPolicies } from "../../access-removals/held-access";
import type { KeptStack } from "../../fake-pulumi/kept-stacks";
import { keptSecret, runInProject } from "../fake-project";

const GONE = `
  api: { cluster: shop, namespace: web, serviceAccount: api, roleName: shop-api, reads: [own] }`;
const ID = "id: lz-shop\n";
const BEFORE = ID + inventoryText({ readers: `${reader("[own, { parameter: /flags }]")}${GONE}` });
const AFTER =
  ID +
  inventoryText({ readers: reader("[own]", "    deployment: { image: nginx, mountPath: /mnt }") });

describe("up, where the inventory grants less than is deployed", () => {
  const { sandbox } = withSandbox();
  let held: HeldResource[];

  const iam = () => sandbox.clients(A).iam;
  const roles = () => held.filter(({ type }) => type === "aws:iam/role:Role");
  const named = (name: string) =>
    roles()
      .map(({ outputs }) => String(outputs?.name))
      .find((one) => one.includes(name)) ?? "";

  beforeEach(async () => {
    const zone = landingZone(BEFORE);
    const own = new Set(zone.readers.map(({ role }) => role.arn));
    held = heldPolicies(zone).filter(
      ({ outputs = {}, type }) =>
        !type.includes("secretPolicy") && (!outputs.arn || own.has(String(outputs.arn))),
    );
    await createHeldRoles(iam(), held);
  });
  afterEach(() => deleteHeldRoles(iam(), held));

  interface Given {
    args?: string[];
    behaviour?: Record<string, string>;
    secrets?: Partial<KeptStack>;
  }
  function run(inventory = AFTER, { args = [], ...given }: Given = {}) {
    return runVerb(["up", "--yes", "--json", ...args], inventory, given);
  }

  function runVerb(verb: string[], inventory: string, { behaviour = {}, secrets }: Given = {}) {
    const stacks = {
      "a.cluster": { resources: 3 },
      "a.secrets": { resources: 3, ...secrets },
      "a.workloads": { resources: 3, holds: held },
    };
    return runInProject(sandbox, A, verb, { behaviour, inventory, stacks });
  }

  /** Makes a secret with a value, and returns it as its account's stack has it. */
  async function valued(Name: string) {
    const { secretsManager } = sandbox.clients(A);
    const made = await secretsManager.createSecret({ Name, SecretString: "x" });
    return keptSecret(Name, made.ARN ?? "");
  }

  async function up(behaviour: Record<string, string>, inventory = AFTER) {
    const ended = await run(inventory, { behaviour });
    return { ...ended, answer: stacksShape.parse(JSON.parse(ended.stdout)) };
  }

  async function policyOf(name: string): Promise<string> {
    const asked = { RoleName: named(name), PolicyName: "read-granted" };
    const { PolicyDocument = "" } = await iam().getRolePolicy(asked);
    return decodeURIComponent(PolicyDocument);
  }

  it("removes the access first, whichever stack fails and whatever has no value", async () => {
    const { answer, code, stderr } = await up({ "a.cluster": "fails" });
    strictEqual(code, 1);
    deepStrictEqual(answer.stacks.find(({ stack }) => stack === "a.workloads")?.result, "waits");
    each(answer.removals, ({ loses, result, stack }) => [stack, loses.length, result]).are([
      ["a.workloads", 1, "removed"],
      ["a.workloads", 1, "removed"],
    ]);
    match(stderr, /access removed: role .* account \d+ no longer reads secret own of account \d+/);
    await rejects(policyOf("api"), { name: "NoSuchEntityException" });
    const left = await policyOf("web-web");
    match(left, /secret:own-/);
    strictEqual(left.includes("parameter/flags"), false, left);
    strictEqual(stderr.includes("does not know yet"), false, stderr);
  });

  it("tells the state of it before any stack runs, so that a kill in between costs no access", async () => {
    const { ran } = await up({});
    const [first, ...others] = ran;
    strictEqual(first, "refresh a.workloads");
    deepStrictEqual([...new Set(others.map((one) => one.split(" ")[0]))], ["up"]);
  });

  /** Removes the access, and returns the calls of the stack's engine during this. */
  async function removing(forgetRun = async () => {}): Promise<string[][]> {
    const zone = landingZone(AFTER);
    const stacks = stackPlan(zone).filter(({ layer }) => layer === "workloads");
    const stateOf = async () => ({ resources: held as ExportedResource[], pending: [] });
    const known = new Map(stacks.map(({ name }) => [name, { resources: 1, inProgress: false }]));
    const run = { zone, stacks, held: known, stateOf, toEmpty: [], leftOwners: [] };
    const refreshed: string[][] = [];
    const { accessKeyId, secretAccessKey } = sandbox.administrator(A);
    const restore = setEnvironment({
      AWS_ENDPOINT_URL: sandbox.endpoint,
      ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    });
    try {
      await removeAccessFirst(run as unknown as PlannedRun, {
        forgetRun,
        refresh: async (_, urns) => {
          refreshed.push([...urns]);
        },
      });
    } finally {
      restore();
    }
    return refreshed;
  }

  it("has the stack forget before it that it is as its last run left it", async () => {
    const before: string[] = [];
    await removing(async () => void before.push(await policyOf("api")));
    match(before.join(), /secret:own-/);
    await rejects(policyOf("api"), { name: "NoSuchEntityException" });
  });

  it("tells the state of a removal that AWS refused half-way, too, and says so", async () => {
    const all = await removing();
    const faults = [{ call: "command iam:GetRolePolicy", nth: 1, kind: "refused" }];
    await sandbox.control("PUT", "/faults", { faults });
    deepStrictEqual(await removing(), all);
    await sandbox.control("PUT", "/faults", { faults });
    const { stderr } = await up({});
    match(stderr, /role \S+ of .* still reads .* until a\.workloads is run: cannot change/);
  });

  it("runs no stack, and leaves a role as it was, whose former pods AWS does not let it deny", async () => {
    const name = named("api");
    const inventory = BEFORE.replace("serviceAccount: api", "serviceAccount: worker");
    const trusted = async () => (await iam().getRole({ RoleName: name })).Role;
    const before = await trusted();
    const faults = [{ call: "command iam:PutRolePolicy", nth: 1, kind: "refused" }];
    await sandbox.control("PUT", "/faults", { faults });
    const { code, ran, stderr } = await run(inventory);
    deepStrictEqual([code, ran], [2, []], stderr);
    match(stderr, /role \S+api\S* of account \d+ .*cannot pass to other pods before the former/);
    match(stderr, /access stays: role \S+api\S* of account \d+ reads .*PutRolePolicy/);
    deepStrictEqual(await trusted(), before);
    match(await policyOf("api"), /secret:own-/);
  });

  it("says what is kept, and why, where the account refuses", async () => {
    const inventory = AFTER.replace(`a: { id: "${A}",`, `a: { id: "${A}", profile: nobody,`);
    const { answer, code, stdout } = await up({}, inventory);
    strictEqual(code, 1);
    for (const { reason, result } of answer.removals) {
      strictEqual(result, "kept");
      match(reason ?? "", /account 1{12} \(a\) cannot be asked, as said above/);
    }
    match(stdout, /those of its profile nobody cannot be used/);
    strictEqual(answer.removals.length, 2);
    match(await policyOf("api"), /secret:own-/);
  });

  it("names what still reads in stacks that the run leaves out, and counts it as nothing removed", async () => {
    const stdout = await done(run(AFTER, { args: ["--only", "a.secrets"] }));
    const { removals, stillRead } = stacksShape.parse(JSON.parse(stdout));
    deepStrictEqual(removals, []);
    const lost = stillRead.map(({ loses, stack }) => [stack, loses.length].join(" "));
    deepStrictEqual(lost, ["a.workloads 1", "a.workloads 1"]);
    match(await policyOf("api"), /secret:own-/);
    const told = await runVerb(["up", "--yes", "--only", "a.secrets"], AFTER);
    match(told.stdout, /role \S*api\S* of account .* own of account \d+ until a\.workloads is run/);
    strictEqual(told.stdout.includes("removed"), false, told.stdout);
  });

  it("removes nothing that the inventory grants", async () => {
    const { answer } = await up({}, BEFORE);
    deepStrictEqual(answer.removals, []);
  });

  describe("and a run is refused", () => {
    const REMOVED =
      /access is removed: role \S*api\S* of account \d+ no longer reads secret own of account \d+/;
    /** Another inventory has deployed the stack of the secrets. */
    const foreign = {
      urn: "urn::it",
      type: INVENTORY_TYPE,
      outputs: { inventory: "lz-other", account: { id: A } },
    };

    const refusals: Record<string, [RegExp, ...Parameters<typeof run>]> = {
      "a name that others have taken": [
        /account \d+ \(a\) has role \S+taken, which stack a\.workloads did not make/,
        AFTER.replace("serviceAccount: web", "serviceAccount: web\n    roleName: taken"),
      ],
      "a reader that got another name, and a stop comes after that": [
        /reader front of a\.workloads is reader web of a\.workloads by another name/,
        AFTER.replace("\n  web:", "\n  front:"),
        { behaviour: { "a.workloads": "stops the command" } },
      ],
      "another inventory's stack": [
        /stack a\.secrets belongs to the inventory with the id lz-other/,
        AFTER,
        { secrets: { holds: [foreign] } },
      ],
    };

    it("removes the access before it asks for what costs a value or replaces a policy", async () => {
      const { code, ran, stderr } = await run(AFTER, { secrets: { holds: [await valued("old")] } });
      deepStrictEqual([code, ran], [2, ["refresh a.workloads"]], stderr);
      match(stderr, /secret old of account \d+ \(a\) has a value[\s\S]*add --yes-remove old/);
      match(stderr, REMOVED);
      await rejects(policyOf("api"), { name: "NoSuchEntityException" });
    });

    it("removes nothing while nobody confirms that an account's last readers go, and says so", async () => {
      const none = ID + inventoryText({ readers: " {}" });
      const { code, ran, stderr } = await run(none);
      deepStrictEqual([code, ran], [2, []], stderr);
      match(stderr, /add --yes-remove a\.workloads\nno stack was run, and no access was removed; /);
      match(await policyOf("api"), /secret:own-/);
    });

    it("removes nothing of a stack that is taken over, while nobody confirms who loses access by it", async () => {
      const record = {
        urn: "urn::record",
        type: INVENTORY_TYPE,
        outputs: { inventory: "lz-other", account: { id: A } },
      };
      held = [...held, record];
      const take = ["--take-over", "a.workloads"];
      const asked = await run(AFTER, { args: take });
      deepStrictEqual([asked.code, asked.ran], [2, []], asked.stderr);
      match(
        asked.stderr,
        /stack a\.workloads is taken from the inventory with the id lz-other, .*:\n(.*\n)? {2}role \S*api\S* of account \d+ reads secret own of account \d+/,
      );
      match(asked.stderr, /add --yes-remove a\.workloads\nno stack was run, .* access was removed/);
      match(await policyOf("api"), /secret:own-/);
      await run(AFTER, { args: [...take, "--yes-remove", "a.workloads"] });
      await rejects(policyOf("api"), { name: "NoSuchEntityException" });
    });

    it("removes nothing by an inventory without an id, and prints the line to write", async () => {
      for (const inventory of [AFTER, ID + inventoryText({ readers: " {}" })]) {
        const { code, ran, stderr } = await run(inventory.replace(ID, ""));
        deepStrictEqual([code, ran], [2, []], stderr);
        match(stderr, /must have an id, got none, as a\.cluster is deployed: .* lz-[0-9a-f]{8},/);
        match(stderr, /no stack was run, and no access was removed/);
        match(await policyOf("api"), /secret:own-/);
      }
      for (const verb of [["preview"], ["status"], ["destroy", "--yes", "--only", "a.workloads"]]) {
        const { stderr } = await runVerb(verb, AFTER.replace(ID, ""));
        strictEqual(stderr.includes("error:"), false, stderr);
      }
    });

    before(() => createRole(sandbox, A, "taken"));
    after(() => iam().deleteRole({ RoleName: "taken" }));

    for (const [why, [reason, ...asked]] of Object.entries(refusals)) {
      it(`removes the access nevertheless: ${why}`, async () => {
        const { code, ran, stderr } = await run(...asked);
        deepStrictEqual([code, ran], [2, ["refresh a.workloads"]], stderr);
        match(stderr, reason);
        match(stderr, REMOVED);
        await rejects(policyOf("api"), { name: "NoSuchEntityException" });
      });
    }

    it("says what stays where the account refuses", async () => {
      const inventory = AFTER.replace(`a: { id: "${A}",`, `a: { id: "${A}", profile: nobody,`);
      const stderr = await refused(run(inventory, { secrets: { holds: [foreign] } }));
      match(stderr, /access stays: role \S+api\S* of account \d+ reads .* be asked, as said above/);
      match(stderr, /those of its profile nobody cannot be used/);
      match(await policyOf("api"), /secret:own-/);
    });
  });
});
