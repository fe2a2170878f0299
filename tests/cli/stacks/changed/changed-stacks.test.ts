import { deepStrictEqual, match, notStrictEqual, strictEqual } from "node:assert";
import { join } from "node:path";
import { usableInventory } from "../../../../cli/inventory/inventory-file";
import type {
  ExportedResource,
  ExportedState,
} from "../../../../cli/stacks/backend/exported-state";
import { importsOf } from "../../../../cli/stacks/backend/import-files";
import { changedStacks, fingerprinted } from "../../../../cli/stacks/changed/changed-stacks";
import { UserError } from "../../../../cli/terminal/errors";
import { fingerprint } from "../../../../stacks/fingerprint";
import { type RunRecord, resourcesDigest, valuesDigest } from "../../../../stacks/run-record";
import { stackPlan } from "../../../../stacks/stack-plan";
import { setEnvironment } from "../../../sandbox/providers/support";
import { filesIn } from "../../support";

const INVENTORY = `
id: lz-tests
accounts: { a: { id: "111111111111", region: us-east-1 }, b: { id: "222222222222", region: us-east-1 } }
clusters: { shop: { account: a, create: {} } }
secrets: { orders: { account: b, key: orders }, other: { account: b } }
readers: { web: { cluster: shop, namespace: web, serviceAccount: web, reads: [orders] } }
`;

const PROGRAM = "node_modules/@eks-pod-secrets/cli/bin/stacks/index.js";
const packages = Object.fromEntries(
  ["aws", "eks", "kubernetes", "pulumi"].map((name) => [
    `node_modules/@pulumi/${name}/package.json`,
    '{ "version": "1.0.0" }',
  ]),
);

const FILES = {
  "landing-zone.yaml": INVENTORY,
  "Pulumi.yaml": `name: eks-pod-secrets\nruntime: nodejs\nmain: ${PROGRAM}\n`,
  "node_modules/@eks-pod-secrets/cli/package.json": '{ "name": "@eks-pod-secrets/cli" }',
  [PROGRAM]: "// the program",
  ...packages,
};

const ARN = "arn:aws:secretsmanager:us-east-1:222222222222:secret:orders-AbC123";
const ROLE = { urn: "urn:pulumi:s::p::aws:iam/role:Role::web-role", type: "aws:iam/role:Role" };
const HELD = { ...ROLE, custom: true, id: "web", outputs: { assumeRolePolicy: "{}" } };

interface World {
  files?: Record<string, string>;
  held?: object;
  resources?: ExportedResource[];
  secrets?: object;
  record?: Partial<RunRecord>;
  state?: Partial<ExportedState>;
  isAbsent?: boolean;
}

/** Why the workloads' stack must run again. The world is the same as in its last run, except for the given changes. */
async function why(world: World = {}): Promise<string | undefined> {
  const before = await project(FILES);
  const stack = stackPlan(before.inventory.landingZone).find(({ name }) => name === "a.workloads");
  if (!stack) throw new Error("no stack");
  const record: RunRecord = {
    fingerprint: fingerprint(fingerprinted(before, before.workDir)(stack)),
    resources: resourcesDigest([HELD]),
    reads: { "b.secrets": ["secrets/orders"] },
    values: valuesDigest([["b.secrets secrets/orders", ARN]]),
    ...world.record,
  };
  const top = (outputs: object) => ({
    urn: "s",
    type: "pulumi:pulumi:Stack",
    outputs: { ...outputs },
  });
  const states: Record<string, ExportedResource[]> = {
    "a.workloads": [top({ lastRun: record }), ...(world.resources ?? [HELD])],
    "b.secrets": [top({ secrets: { orders: ARN, other: "old", ...world.secrets } })],
  };
  const now = await project({ ...FILES, ...world.files });
  const held = new Map(
    Object.keys(states).flatMap((name) =>
      world.isAbsent ? [] : [[name, { resources: 2, inProgress: false, ...world.held }]],
    ),
  );
  const look = {
    ...now,
    held,
    stateOf: async (name: string) => ({
      resources: states[name] ?? [],
      pending: [],
      ...world.state,
    }),
  };
  const plan = stackPlan(now.inventory.landingZone).filter(({ name }) => name === "a.workloads");
  return (await changedStacks(look, plan)).get("a.workloads");
}

async function project(files: Record<string, string>) {
  const workDir = filesIn(files);
  const file = join(workDir, "landing-zone.yaml");
  const inventory = await usableInventory(file);
  return { workDir, file, inventory, importsOf: (stack: string) => importsOf(file, stack) };
}

const edited = (from: string, to: string): World => ({
  files: { "landing-zone.yaml": INVENTORY.replace(from, to) },
});
const config = (file: string, setting: string): World => ({
  files: { [file]: `${FILES["Pulumi.yaml"].repeat(file === "Pulumi.yaml" ? 1 : 0)}${setting}\n` },
});
const IMPORTS = JSON.stringify({ resources: [{ type: "t", name: "n", id: "i" }] });

describe("a stack is left out", () => {
  const same: Record<string, World> = {
    "where nothing is another": {},
    "though another account's stacks are another": edited("other: { account: b }", ""),
    "though what it does not read is another": { secrets: { other: "new", more: "x" } },
    "though its settings say by which salt its state is encrypted": config(
      "Pulumi.a.workloads.yaml",
      "encryptionsalt: v1:x",
    ),
    "though the engine has made a provider by itself": {
      resources: [
        HELD,
        { urn: "urn:pulumi:s::p::pulumi:providers:aws::default_1", type: "pulumi:providers:aws" },
      ],
    },
  };
  for (const [title, world] of Object.entries(same)) {
    it(title, async () => strictEqual(await why(world), undefined));
  }
});

describe("a stack must run", () => {
  const another: Record<string, [World, RegExp]> = {
    "where there is none": [{ isAbsent: true }, /^it is new$/],
    "while somebody else runs it": [{ held: { inProgress: true } }, /^somebody else runs it$/],
    "where its last run recorded nothing": [
      { record: undefined, state: { resources: [] } },
      /recorded nothing/,
    ],
    "where its last run left something undone": [
      { state: { isUnfinished: true } },
      /left something undone/,
    ],
    "where its last run said that the next may differ": [
      { record: { again: ["renames secrets", "asks x"] } },
      /^it renames secrets, and asks x$/,
    ],
    "of another inventory": [
      edited("serviceAccount: web", "serviceAccount: api"),
      /^the inventory/,
    ],
    "of an inventory with another id": [edited("lz-tests", "lz-others"), /^the inventory/],
    "of another import file": [
      { files: { "adopted/a.workloads.imports.json": IMPORTS } },
      /^the inventory/,
    ],
    "of other settings of its own": [
      config("Pulumi.a.workloads.yaml", "config: { eks-pod-secrets:protect: true }"),
      /^the inventory/,
    ],
    "of other settings of all stacks": [
      config("Pulumi.yaml", "config: { protect: true }"),
      /^the inventory/,
    ],
    "whose settings come from elsewhere": [
      config("Pulumi.a.workloads.yaml", "environment: [prod]"),
      /^the inventory/,
    ],
    "of another program": [{ files: { [PROGRAM]: "// another" } }, /the program/],
    "of another version of a provider": [
      { files: { "node_modules/@pulumi/aws/package.json": '{ "version": "1.0.1" }' } },
      /a provider/,
    ],
    "of which somebody has read another state": [
      { resources: [{ ...HELD, outputs: { assumeRolePolicy: "[]" } }] },
      /its state/,
    ],
    "that holds more than its last run left": [
      { resources: [HELD, { ...HELD, urn: "urn:pulumi:s::p::t::more" }] },
      /its state/,
    ],
    "that holds less": [{ resources: [] }, /its state/],
    "that reads another output of another stack": [
      { secrets: { orders: `${ARN}x` } },
      /reads of other stacks/,
    ],
  };
  for (const [title, [world, reason]] of Object.entries(another)) {
    it(title, async () => match((await why(world)) ?? "", reason));
  }

  it("where its providers are told something else by the environment", async () => {
    const restore = setEnvironment({ PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY: "false" });
    const told = await fingerprintNow();
    restore();
    notStrictEqual(told, await fingerprintNow());
  });

  it("where its state cannot be read", async () => {
    const now = await project(FILES);
    const held = new Map([["a.workloads", { resources: 2, inProgress: false }]]);
    const stateOf = async () => {
      throw new UserError("it is cut off");
    };
    const plan = stackPlan(now.inventory.landingZone).filter(({ name }) => name === "a.workloads");
    deepStrictEqual(
      [...(await changedStacks({ ...now, held, stateOf }, plan))],
      [["a.workloads", "what it was run by is not known: it is cut off"]],
    );
  });
});

async function fingerprintNow(): Promise<string | undefined> {
  const now = await project(FILES);
  const [stack] = stackPlan(now.inventory.landingZone);
  return stack && fingerprint(fingerprinted(now, now.workDir)(stack));
}
