import { deepStrictEqual, match } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Key } from "@pulumi/aws/kms/key";
import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";
import { awsEnvironment } from "../../../sandbox/pulumi/environment";
import { PodSecret, PodSecretKey, PodTargetRole } from "../../../sdk";
import schema from "../../../sdk/plugin/schema.json";
import { each } from "../../facts";
import { construct, plain } from "../../sdk/components/minimal-args";
import { landingZone } from "../../stacks/run-stack";
import { makeClusters } from "../adopted-clusters";
import { ENGINE_TIMEOUT } from "../harness";
import { type ProgramHost, programHost } from "../inline-program";
import { kubeconfig } from "../kubeconfig";
import { type Change, changes } from "./changes";
import { type Previewed, previewed } from "./previewed";
import {
  type ComponentName,
  componentNames,
  OWNER,
  pod,
  READER,
  REGION,
  roleArn,
  SHARED,
  type Shared,
  usualArgs,
} from "./usual-args";

const PAGE = join(__dirname, "../../../docs/reference/changes.md");
const BEGIN = "<!-- what each change does -->\n";

/** A change, and the component that it changes. */
interface Row extends Change {
  component: ComponentName;
  what: string;
  name: string;
}

const rows: Row[] = componentNames.flatMap((component) =>
  Object.entries(changes[component]).map(([what, change], index) => ({
    ...change,
    ...{ component, what, name: `${component.toLowerCase()}${String(index).padStart(2, "0")}` },
  })),
);

/** If one of these is replaced or deleted, a value or access may be lost. */
const HOLDS =
  /^(Secret|SecretPolicy|Key|KeyPolicy|Alias|Role|PodIdentityAssociation|ServiceAccount|SecretProviderClass|Addon|Release) (replaced|deleted)/;

describe("an argument that changes, in two projects of which one refers to the other", () => {
  let projects: TwoProjects;
  const seen = new Map<Row, Previewed>();

  before(async function () {
    // Each change that is refused needs a preview of its own.
    this.timeout(6 * ENGINE_TIMEOUT);
    projects = await twoProjects(rows.map(instanceOf));
    for (const project of ["owner", "reader"] as const) {
      const own = rows.filter(({ component }) => projectOf[component] === project);
      await projects.stacks[project].up({ program: programOf(project, own, []) });
      const together = own.filter(({ ends }) => !ends);
      for (const batch of [together, ...own.filter(({ ends }) => ends).map((row) => [row])]) {
        const program = programOf(project, own, batch);
        const names = batch.map(({ name }) => name);
        const found = await previewed(projects.stacks[project], program, names);
        for (const row of batch) seen.set(row, found.get(row.name) ?? { done: [], said: [] });
      }
    }
  });
  after(() => projects.host.sandbox.remove());

  function programOf(project: Project, own: readonly Row[], changing: readonly Row[]) {
    const instances = own.map((row) => ({
      ...instanceOf(row),
      ...(changing.includes(row) && {
        args: (shared: Shared) => ({ ...row.from?.(shared), ...row.to(shared) }),
      }),
    }));
    return projects.program(project, instances as Instance[]);
  }

  it("is each of the schema", () => {
    const missing = Object.entries(schema.resources).flatMap(([token, { inputProperties }]) => {
      const component = componentNames.find((name) => token.endsWith(`:${name}`));
      if (!component) return [];
      const known = Object.keys(changes[component]).map((what) => what.split(",")[0]);
      const left = Object.keys(inputProperties).filter((one) => !known.includes(one));
      return left.map((one) => `${component}.${one}`);
    });
    deepStrictEqual(missing, []);
  });

  it("takes no value and no access without saying so before", () => {
    const silent = [...seen].filter(
      ([{ ends }, { done, said }]) =>
        said.length === 0 && (ends || done.some((one) => HOLDS.test(one))),
    );
    each(silent, ([{ component, what }]) => `${component}.${what}`).are([]);
  });

  for (const row of rows.filter(({ ends }) => ends)) {
    it(`is refused, and named: ${row.component}.${row.what}`, () => {
      const [said = ""] = seen.get(row)?.said ?? [];
      match(said, new RegExp(`^${row.component} NAME: `));
    });
  }

  it("does what the page says", () => {
    const page = readFileSync(PAGE, "utf8");
    const written = page.slice(0, page.indexOf(BEGIN)) + BEGIN + tables();
    if (process.env.RECORD_CHANGES) writeFileSync(PAGE, written);
    deepStrictEqual(readFileSync(PAGE, "utf8").split("\n"), written.split("\n"));
  });

  function tables(): string {
    return componentNames
      .map((component) => {
        const own = rows.filter((row) => row.component === component);
        const lines = own.map((row) => {
          const { done, said } = seen.get(row) ?? { done: [], said: [] };
          const happens = row.ends ? "refused" : done.join(", ") || "nothing in AWS or Kubernetes";
          const [argument = "", ...what] = row.what.split(", ");
          const words = new Set(said.map((one) => one.replace(/^\w+ NAME: /, "")));
          return `| ${[[`\`${argument}\``, ...what].join(", "), happens, [...words].join("<br>")].join(" | ")} |`;
        });
        return [
          "",
          `## ${component}`,
          "",
          "| change | what happens | what is said before |",
          "|---|---|---|",
          ...lines,
          "",
        ].join("\n");
      })
      .join("");
  }
});

function instanceOf({ component, from, name }: Row): Instance {
  return { component, name, args: from ?? (() => ({})) };
}

/** A component of one of the projects. Its arguments are added to the usual ones, and an undefined one is left out. */
interface Instance {
  component: ComponentName;
  name: string;
  args: (shared: Shared) => object;
}

type Project = "owner" | "reader";

const projectOf: Record<ComponentName, Project> = {
  PodSecretKey: "owner",
  PodSecret: "owner",
  PodSecretKeyPolicy: "owner",
  PodTargetRole: "owner",
  SharedSecret: "owner",
  PodReader: "reader",
  SecretMount: "reader",
  SecretsStoreCsi: "reader",
  SharedSecretMount: "reader",
};

/** Two projects in a sandbox: an owner's, and a reader's that refers to the owner's stack. */
interface TwoProjects {
  host: ProgramHost;
  stacks: Record<Project, Stack>;
  program(project: Project, instances: readonly Instance[]): () => Promise<object>;
}

/** `instances` are those that need a cluster. */
async function twoProjects(instances: readonly Instance[]): Promise<TwoProjects> {
  const ofDriver = instances.filter(({ component }) => component === "SecretsStoreCsi");
  const names = ["shop", "other", ...ofDriver.map(({ name }) => name)];
  const text = inventoryOf(names);
  const host = await programHost(text);
  const { clusters, readers } = landingZone(text);
  await makeClusters(host.sandbox, clusters, readers);
  const file = join(host.sandbox.data.path, "kubeconfig");
  const entered = names.map((name) => ({
    ...{ name, accountId: READER, region: REGION, profile: "reader" },
  }));
  writeFileSync(file, kubeconfig(host.sandbox, entered));
  const account = await host.sandbox.control.account({ id: READER, region: REGION });
  const program: TwoProjects["program"] = (project, all) => async () => {
    const shared = project === "owner" ? ownersPart() : ownersAnswers();
    for (const one of all) make(one, shared);
    return project === "owner" ? shared : {};
  };
  const stacks = {
    owner: await host.inline("owner", program("owner", [])),
    reader: await host.inline("reader", program("reader", []), {
      ...awsEnvironment(host.sandbox.connection, account),
      KUBECONFIG: file,
    }),
  };
  return { host, stacks, program };
}

function inventoryOf(names: readonly string[]): string {
  const clusters = names.map((name) => `${name}: { account: reader, existing: true }`);
  const readers = names.flatMap((cluster) =>
    ["orders", "billing"].map(
      (namespace) =>
        `${cluster}-${namespace}: { cluster: ${cluster}, namespace: ${namespace}, serviceAccount: any, reads: [db] }`,
    ),
  );
  return `
accounts: { owner: { id: "${OWNER}", region: ${REGION} }, reader: { id: "${READER}", region: ${REGION} } }
clusters: { ${clusters.join(", ")} }
secrets: { db: { account: reader } }
readers: { ${readers.join(", ")} }
`;
}

function ownersPart(): Shared {
  const key = (name: string) => new PodSecretKey(name, { keyAlias: name }).keyArn;
  const keyArn = key("shared");
  const secret = (name: string) =>
    new PodSecret(name, { secretName: `orders/${name}`, keyArn }).secretArn;
  const secretArn = secret("shared");
  const role = (name: string) =>
    new PodTargetRole(name, {
      reader: pod(name),
      readerRoleArn: roleArn(name),
      ownerAccountId: OWNER,
      secrets: [{ arn: secretArn, keyArn }],
    }).roleArn;
  const replicaKey = (name: string) => new Key(name, { region: "eu-west-1" }).arn;
  return {
    ...{ secretArn, otherSecretArn: secret("other"), thirdSecretArn: secret("third") },
    ...{ keyArn, otherKeyArn: key("other") },
    ...{ replicaKeyArn: replicaKey("replica"), otherReplicaKeyArn: replicaKey("other-replica") },
    ...{ targetRoleArn: role("shared"), otherTargetRoleArn: role("other") },
  };
}

function ownersAnswers(): Shared {
  const stack = new pulumi.StackReference("organization/inline/owner");
  const entries = SHARED.map((name) => [name, stack.requireOutput(name).apply(String)]);
  return Object.fromEntries(entries);
}

/** Makes a component. Its arguments are outputs, except those that take none. */
function make({ args, component, name }: Instance, shared: Shared): void {
  const usual = usualArgs[component](name, shared);
  const all = Object.entries({ ...usual, ...args(shared) }).map(([argument, value]) => {
    const isPlain = value === undefined || plain[component].includes(argument);
    return [argument, isPlain ? value : pulumi.output(value)];
  });
  const providers =
    projectOf[component] === "reader"
      ? [new Provider(name, { context: component === "SecretsStoreCsi" ? name : "shop" })]
      : [];
  construct(component, Object.fromEntries(all), { providers }, name);
}
