import { deepStrictEqual, match, rejects, strictEqual } from "node:assert";
import type { ExportedState } from "../../../../cli/stacks/backend/exported-state";
import { emptiedFiles } from "../../../../cli/stacks/before-run/needed-confirmations";
import type { PlannedRun } from "../../../../cli/stacks/before-run/planned-run";
import { stacksShape } from "../../../../cli/stacks/run/stacks-shape";
import { UserError } from "../../../../cli/terminal/errors";
import type { LandingZone } from "../../../../sdk/grant";
import { deployedBy, INVENTORY_TYPE } from "../../../../stacks/deployed-by";
import { type Layer, stackName, stackPlan } from "../../../../stacks/stack-plan";
import { A, B, withSandbox } from "../../../sandbox/support";
import { inventoryText } from "../../../sdk/grant/support";
import { landingZone } from "../../../stacks/run-stack";
import { heldPolicies } from "../../access-removals/held-access";
import { keptSecret, runInProject } from "../fake-project";

const FAR = "arn:aws:eks:us-east-1:333333333333:cluster/far";
const READERS = {
  web: "{ cluster: shop, namespace: web, serviceAccount: web, reads: [own, foreign] }",
  api: "{ cluster: shop, namespace: web, serviceAccount: api, reads: [own] }",
  job: "{ cluster: batch, namespace: job, serviceAccount: job, reads: [foreign] }",
  far: `{ external: true, clusterArn: "${FAR}", namespace: far, serviceAccount: far, reads: [foreign] }`,
};
const FILES = { web: "web.yaml", job: "web.yaml", api: "api.yaml", far: "far.yaml" };
type Readers = Partial<typeof READERS> & Record<string, string>;

const zoneOf = (readers: Readers, id = "lz-own") =>
  landingZone(`id: ${id}
accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
  c: { id: "444444444444", region: us-east-1 }
clusters: { shop: { account: a, existing: true }, batch: { account: c, existing: true } }
secrets: { own: { account: a }, foreign: { account: b, key: pods } }
readers:${
    Object.entries(readers)
      .map(([name, entry]) => `\n  ${name}: ${entry}`)
      .join("") || " {}"
  }
`);

/** What each stack holds after a deployment of these readers. The readers are in these files. */
function deployed(readers: Readers, files: Record<string, string>, id?: string) {
  const zone = zoneOf(readers, id);
  const all = heldPolicies(zone);
  const states = new Map<string, ExportedState["resources"]>();
  for (const account of zone.accounts) {
    for (const layer of ["secrets", "workloads"] as const satisfies Layer[]) {
      const outputs = deployedBy(zone, account, layer, new Map(Object.entries(files)));
      const record = { urn: "urn::record", type: INVENTORY_TYPE, outputs: { ...outputs } };
      const own = all.filter(({ outputs: { arn, secretArn, role } = {}, type }) =>
        type.includes("SecretPolicy")
          ? layer === "secrets" && String(secretArn).includes(account.id)
          : layer === "workloads" &&
            zone.readers.some(
              (one) =>
                one.cluster.account === account &&
                [one.role.arn, one.role.name].includes(String(arn ?? role)),
            ),
      );
      states.set(stackName(account, layer), [record, ...own]);
    }
  }
  return states;
}

interface Run {
  before?: Readers;
  files?: Record<string, string>;
  /** ID of the inventory that was deployed. */
  by?: string;
  only?: string[];
  unread?: string;
  toEmpty?: PlannedRun["toEmpty"];
}

function asked(
  after: Readers,
  { before = READERS, by, files = FILES, only, toEmpty = [], unread }: Run = {},
) {
  const zone: LandingZone = zoneOf(after);
  const states = deployed(before, files, by);
  const stacks = stackPlan(zone).filter(({ name }) => only?.includes(name) ?? true);
  return emptiedFiles({
    ...{ operation: "up", zone, stacks, toEmpty, leftOwners: [], isMeant: true, takenOver: [] },
    importsOf: () => [],
    ...{ chosen: new Set(stacks.map(({ name }) => name)), workDir: ".", inventory: "zone.yaml" },
    held: new Map(
      [...states].map(([name, { length }]) => [name, { resources: length, inProgress: false }]),
    ),
    stateOf: async (name) => {
      if (name === unread) throw new UserError(`${name} cannot be read`);
      return { resources: states.get(name) ?? [], pending: [] };
    },
  });
}

const without = (...names: string[]): Readers =>
  Object.fromEntries(Object.entries(READERS).filter(([name]) => !names.includes(name)));
const names = async (...args: Parameters<typeof asked>) =>
  (await asked(...args)).map(({ name, option }) => `${option} ${name}`);

describe("the access of all readers of a file", () => {
  it("is asked about once, with the readers that lose it, whichever account they are of", async () => {
    const [confirmation, ...others] = await asked(without("web", "job"));
    deepStrictEqual(others, []);
    strictEqual(confirmation?.name, "web.yaml");
    match(
      confirmation?.says ?? "",
      /^the inventory has no reader of file web\.yaml any more, and this access would end: web, job$/,
    );
  });

  it("is asked about for each file", async () => {
    deepStrictEqual(await names(without("api", "far")), [
      "yes-remove api.yaml",
      "yes-remove far.yaml",
    ]);
  });

  it("is asked about of readers that others deploy", async () => {
    deepStrictEqual(await names(without("far")), ["yes-remove far.yaml"]);
  });

  it("is not at stake while one of them stays, or where another file has them all", async () => {
    deepStrictEqual(await names(without("web")), []);
    deepStrictEqual(await names(READERS), []);
  });

  it("is not at stake where a reader keeps its name or its service account", async () => {
    const { api, ...others } = READERS;
    deepStrictEqual(
      await names({ ...others, api: api.replace("Account: api", "Account: new") }),
      [],
    );
    deepStrictEqual(
      await names({ ...others, renamed: api.replace("reads", "roleName: x, reads") }),
      [],
    );
  });

  it("is at stake in each run that takes a part of it, and in none that takes nothing", async () => {
    const left = without("web", "job");
    for (const stack of ["a.workloads", "b.secrets"]) {
      deepStrictEqual(await names(left, { only: [stack] }), ["yes-remove web.yaml"]);
    }
    deepStrictEqual(await names(left, { only: ["a.secrets"] }), []);
  });

  it("is covered by the question about a stack that goes with all of them, and by no other", async () => {
    const emptied = (left: Readers) => {
      const stacks = new Set(stackPlan(zoneOf(left)).map(({ name }) => name));
      return stackPlan(zoneOf(READERS)).filter(
        ({ layer, name }) => layer === "workloads" && !stacks.has(name),
      );
    };
    const left = without("web", "job", "api");
    deepStrictEqual(await names(left, { toEmpty: emptied(left) }), []);
    const some = without("web", "job");
    deepStrictEqual(await names(some, { toEmpty: emptied(some) }), ["yes-remove web.yaml"]);
  });

  it("is not asked about by another inventory, nor where the record is of an earlier release", async () => {
    deepStrictEqual(await names(without("api"), { by: "lz-other" }), []);
    deepStrictEqual(await names(without("api"), { files: {} }), []);
  });

  it("is asked about though a state elsewhere cannot be read, and is unknown where it is to be narrowed", async () => {
    const left = without("web", "job");
    const run = { only: ["a.workloads"], unread: "c.workloads" };
    deepStrictEqual(await names(left, run), ["yes-remove web.yaml"]);
    await rejects(asked(left, { unread: "a.workloads" }), UserError);
  });
});

const NOW = `id: lz-own
accounts: { a: { id: "${A}", region: us-east-1 }, b: { id: "${B}", region: us-east-1 } }
secrets: { own: { account: a } }
`;
const SECRET = `arn:aws:secretsmanager:us-east-1:${A}:secret:foreign-AbCdEf`;

describe("stacks that the inventory has no more", function () {
  this.timeout(60_000); // each case starts processes
  const { sandbox } = withSandbox();

  /** Runs `up` after an inventory with this ID has deployed another account's stack of this layer. */
  const up = (id: string, layer: string, ...args: string[]) => upBeside("c", id, layer, ...args);

  async function upBeside(name: string, id: string, layer: string, ...args: string[]) {
    const account = { name, id: A, region: "us-east-1", partition: "aws" };
    const outputs = { inventory: id, account, layer };
    const record = { urn: "urn::record", type: INVENTORY_TYPE, outputs };
    const policies = heldPolicies(landingZone(inventoryText())).filter(({ urn }) =>
      urn.includes("PodSecret$"),
    );
    const role = { urn: "urn::role", type: "aws:iam/role:Role" };
    const read = { urn: "urn::c.cluster", type: "pulumi:pulumi:StackReference", external: true };
    const own = { urn: "urn::default", type: "pulumi:providers:pulumi" };
    const holds =
      layer === "secrets"
        ? [record, keptSecret("foreign", SECRET), ...policies]
        : [record, role, read, own];
    const stack = `${name}.${layer}`;
    const stacks = { "a.secrets": { resources: 3 }, [stack]: { resources: 4, holds } };
    const line = ["up", "--yes", "--json", ...args];
    const ended = await runInProject(sandbox, A, line, { inventory: NOW, stacks });
    const answer = () => stacksShape.parse(JSON.parse(ended.stdout));
    return { ...ended, answer, after: ended.stacks[stack] };
  }

  it("are emptied where they had readers and their name is confirmed, and not before", async () => {
    const refused = await up("lz-own", "workloads");
    strictEqual(refused.code, 2);
    match(
      refused.stderr,
      /stack c\.workloads of account \d+ \(c\) has no reader in the inventory any more: its 2 resources in us-east-1 would be deleted, by credentials at hand\n {2}to keep them, call account 1{12} c again, not a: its stacks have that name\n {2}to delete them: add --yes-remove c\.workloads/,
    );
    strictEqual(refused.after?.resources, 4);

    const { after, answer, code, stderr } = await up(
      "lz-own",
      "workloads",
      "--yes-remove",
      "c.workloads",
    );
    strictEqual(code, 0, stderr);
    strictEqual(after?.resources, 0);
    const { leftStacks, stacks } = answer();
    deepStrictEqual(leftStacks, []);
    deepStrictEqual(
      stacks.map(({ emptied, result, stack }) => [stack, result, emptied]),
      [
        ["c.workloads", "done", true],
        ["a.secrets", "done", undefined],
      ],
    );
  });

  it("say nothing of another name where the account has kept its own", async () => {
    const { stderr } = await upBeside("a", "lz-own", "workloads");
    match(
      stderr,
      /stack a\.workloads of account \d+ \(a\) has no reader in the inventory any more: .*; where that is meant, add --yes-remove a\.workloads/,
    );
  });

  it("stay where the run is about a part of the inventory, or where another one deployed them", async () => {
    for (const [id, ...args] of [
      ["lz-own", "--account", "a"],
      ["lz-own", "--only", "a.*"],
      ["lz-other"],
    ] as const) {
      const { after, code, stderr } = await up(id, "workloads", ...args);
      strictEqual(code, 0, stderr);
      strictEqual(after?.resources, 4);
    }
  });

  // A secret that does not exist has no policy to take the access out of.
  // At the end, `up` looks for access that is left, and the stand-in counts three resources.
  for (const [layer, ends, resources] of [
    ["secrets", 1, 3],
    ["cluster", 0, 4],
  ] as const) {
    it(`stay where they are of the layer ${layer}, whatever is confirmed`, async () => {
      const { after, code, stderr } = await up("lz-own", layer, "--yes-remove", `c.${layer}`);
      strictEqual(code, ends, stderr);
      strictEqual(after?.resources, resources);
    });
  }

  it("are told of with what they hold, and with what they let read that could not be removed", async () => {
    const { leftStacks, removals } = (await up("lz-own", "secrets")).answer();
    deepStrictEqual(
      removals.map(({ result, stack }) => [stack, result]),
      [["c.secrets", "kept"]],
    );
    deepStrictEqual(
      leftStacks.map(({ access, holds, stack }) => [stack, holds, access.length]),
      [["c.secrets", ["1 secret"], 1]],
    );
    match(
      leftStacks[0]?.access[0] ?? "",
      /secret foreign of account \d+ is read by web\/web of cluster \S+ of account \d+/,
    );
  });
});
