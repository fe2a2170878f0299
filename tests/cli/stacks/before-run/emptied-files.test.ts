import { deepStrictEqual, match, rejects, strictEqual } from "node:assert";

import type { ExportedState } from "../../../../cli/stacks/backend/exported-state";
import { emptiedFiles } from "../../../../cli/stacks/before-run/emptied-files";
import type { PlannedRun } from "../../../../cli/stacks/before-run/planned-run";
import { UserError } from "../../../../cli/terminal/errors";
import type { LandingZone } from "../../../../sdk/grant";
import { deployedBy, INVENTORY_TYPE } from "../../../../stacks/deployed-by";
import { type Layer, stackName, stackPlan } from "../../../../stacks/stack-plan";
import { landingZone } from "../../../stacks/run-stack";
import { heldPolicies } from "../../removals/held-access";

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
clusters:
  shop: { account: a, existing: true }
  batch: { account: c, existing: true }
secrets: { own: { account: a }, foreign: { account: b, key: pods } }
readers:${
    Object.entries(readers)
      .map(([name, entry]) => `\n  ${name}: ${entry}`)
      .join("") || " {}"
  }
`);

/** What each stack holds that was deployed with these readers, which stand in these files. */
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
  /** Id of the inventory that deployed. */
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
