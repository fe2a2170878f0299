import { deepStrictEqual, match, rejects, strictEqual } from "node:assert";
import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { stacksShape } from "../../cli/stacks/run/stacks-shape";
import { runPulumi } from "../../sandbox/pulumi/run-pulumi";
import { proveProgram } from "../../sdk/testing";
import { filesIn } from "../cli/support";
import { bearerToken, clusterAddress } from "../sandbox/eks-support";
import { construct, type WrongArguments, wrongArguments } from "../sdk/components/minimal-args";
import { mockEngine } from "../sdk/components/mocked-engine";
import { landingZone } from "../stacks/run-stack";
import { makeAdoptedClusters } from "./adopted-clusters";
import { deployWith } from "./deployed-orders";
import { suiteEngine, writeInventory } from "./harness";
import { messageOf, suiteHost } from "./inline-program";

/** A run that takes longer than this counts as endless. In milliseconds. */
const ENDLESS = 5 * 60_000;

const checkout = join(__dirname, "..", "..");

type Wrong = WrongArguments & { form: "plain" | "late" };

/** Late arguments come first, so that what they leave behind can hold up the others. */
const wrong: Wrong[] = [
  ...wrongArguments().flatMap((one) => (one.mayBeLater ? [{ ...one, form: "late" as const }] : [])),
  ...wrongArguments().map((one) => ({ ...one, form: "plain" as const })),
];

/** The first wrong argument of each component and form, because a program in a process of its own takes seconds. */
const some = wrong.filter(
  (one) =>
    one === wrong.find((other) => other.component === one.component && other.form === one.form),
);

/** Makes the component, and resources that wait for it. With a failed argument, plain Pulumi would wait for ever. */
function program({ args, argument, component, form }: Wrong) {
  const values = new Map(Object.entries(args));
  const value = values.get(argument);
  if (form === "late") values.set(argument, pulumi.output(Promise.resolve(value)));
  const made = construct(component, Object.fromEntries(values));
  const first = new pulumi.ComponentResource("test:index:Dependent", "first", { made: made.urn });
  const second = new pulumi.ComponentResource("test:index:Dependent", "second", { urn: first.urn });
  return { urn: second.urn };
}

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const sdk = require("eks-pod-secrets");
const { args, argument, component, form } = JSON.parse(process.env.WRONG);
if (form === "late") args[argument] = pulumi.output(Promise.resolve(args[argument]));
const made = new sdk[component]("it", args);
const first = new pulumi.ComponentResource("test:index:Dependent", "first", { made: made.urn });
exports.urn = new pulumi.ComponentResource("test:index:Dependent", "second", { urn: first.urn }).urn;
`;

/** The same program by the Automation API, in a process of its own. */
const INLINE = `
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const program = async () => {${PROGRAM.replace("exports.urn =", "return")}};
const secretsProvider = process.env.EKS_POD_SECRETS_SECRETS_PROVIDER;
LocalWorkspace.selectStack({ stackName: "plain", projectName: "wrong", program }, { secretsProvider })
  .then((stack) => stack.preview())
  .then(() => console.log("no refusal"), (error) => console.log(error.message));
`;

describe("a wrong argument ends, and names component and argument in", () => {
  const host = suiteHost();
  const directory = filesIn({
    "Pulumi.yaml": "name: wrong\nruntime: nodejs\nmain: index.js\n",
    ...{ "index.js": PROGRAM, "inline.js": INLINE },
  });
  const modules = join(directory, "node_modules");

  before(async () => {
    mkdirSync(modules);
    symlinkSync(join(checkout, "node_modules", "@pulumi"), join(modules, "@pulumi"));
    symlinkSync(checkout, join(modules, "eks-pod-secrets"));
    for (const stack of ["dev", "plain"]) {
      await ran("pulumi", ["stack", "init", stack, "--non-interactive"]);
    }
  });

  function ran(file: string, args: string[], one?: Wrong): Promise<string> {
    const env = { ...host.environment, WRONG: JSON.stringify(one) };
    return new Promise((resolve) => {
      const options = { cwd: directory, env, timeout: ENDLESS };
      execFile(file, args, options, (_, stdout, stderr) => resolve(stdout + stderr));
    });
  }

  const preview = ["preview", "--stack", "dev", "--non-interactive"];
  const ways: Record<string, [Wrong[], atOnce: number, run: (one: Wrong) => Promise<string>]> = {
    "a program of one's own": [some, 2, (one) => ran("pulumi", preview, one)],
    // If many runs fail in one process, Pulumi loses its own connections. own-runs.test.ts tests some of them.
    "an inline program": [some, 2, (one) => ran(process.execPath, ["inline.js"], one)],
    "a program over mocks": [wrong, 1, overMocks],
    "a proof of a program": [wrong, 1, (one) => messageOf(proveProgram(() => program(one)))],
  };
  for (const [way, [ofThem, atOnce, run]] of Object.entries(ways)) {
    it(way, async () => {
      const left = [...ofThem];
      const untold: string[] = [];
      const worker = async () => {
        for (let one = left.shift(); one; one = left.shift()) {
          const said = await Promise.race([run(one), sleep(ENDLESS, "no end", { ref: false })]);
          const named = `${one.component} it: ${one.argument}`;
          if (!new RegExp(`${named}\\b`).test(said)) untold.push(`${named}, ${one.form}: ${said}`);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
      deepStrictEqual(untold, []);
    });
  }
});

async function overMocks(one: Wrong): Promise<string> {
  await mockEngine();
  const listeners = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  try {
    return await new Promise<string>((resolve) => {
      process.on("unhandledRejection", (error) => resolve((error as Error).message));
      program(one);
    });
  } catch (error) {
    return (error as Error).message;
  } finally {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    process.removeAllListeners("unhandledRejection");
    for (const listener of listeners) process.on("unhandledRejection", listener);
    await mockEngine();
  }
}

const TEAM = "111111111111";

const inventory = (settings: string) => `
id: lz-tests
accounts: { team: { id: "${TEAM}", region: us-east-1 } }
clusters:
  shop: { account: team, existing: true, createNamespaces: true${settings} }
  other: { account: team, existing: true }
secrets: { own: { account: team } }
readers: { web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] } }
`;

describe("a kubeconfigContext of another cluster", () => {
  const sandbox = suiteEngine(inventory(""));
  let environment: Record<string, string>;

  before(async () => {
    const zone = landingZone(inventory(""));
    await makeAdoptedClusters(sandbox, { ...zone, readers: [] });
    await deployWith(sandbox, ["own"]);
    const KUBECONFIG = join(sandbox.data.path, "kubeconfig");
    writeFileSync(KUBECONFIG, await kubeconfig("other"));
    environment = { ...sandbox.environment, KUBECONFIG };
    writeInventory(sandbox.data, inventory(", kubeconfigContext: shop-admin"));
  });

  const why =
    /^clusters\.shop\.kubeconfigContext "shop-admin" leads to \S+other, not to \S+shop: name/;

  it("is named by plan --live", async () => {
    const { answer, code } = await sandbox.ask("plan", ["--live"], { environment });
    const { live = [] } = answer;
    match(live.find(({ cluster }) => cluster === "shop")?.write[0] ?? "", why);
    strictEqual(code, 1);
  });

  for (const verb of ["up", "destroy"]) {
    it(`keeps ${verb} from making or deleting anything in either cluster`, async () => {
      const args = [verb, "--only", "team.workloads", "--yes", "--json"];
      const { code, stdout } = await sandbox.command(args, { environment });
      const [stack] = stacksShape.parse(JSON.parse(stdout)).stacks;
      deepStrictEqual([code, stack?.result], [1, "failed"]);
      match(stack?.reason ?? "", why);
      deepStrictEqual([await namespace("shop"), await namespace("other")], [200, 404]);
    });
  }

  it("ends a preview and a plain pulumi up before anything is made", async () => {
    const preview = await sandbox.command(["preview", "--only", "team.workloads"], { environment });
    match(preview.stdout, /kubeconfigContext "shop-admin" leads to/);
    strictEqual(preview.code, 1);
    const up = ["up", "--yes", "--skip-preview", "--stack", "team.workloads"];
    await rejects(runPulumi(environment, up));
    deepStrictEqual([await namespace("shop"), await namespace("other")], [200, 404]);
  });

  it("is no other cluster's once it leads to its own", async () => {
    writeFileSync(environment.KUBECONFIG ?? "", await kubeconfig("shop"));
    await sandbox.stacks(["up"], { environment });
    deepStrictEqual([await namespace("shop"), await namespace("other")], [200, 404]);
  });

  const addressOf = async (cluster: string) => {
    const { credentials, endpoint } = await sandbox.client("team");
    const address = clusterAddress(endpoint, sandbox.data.state, TEAM, cluster);
    return { address, token: await bearerToken({ endpoint }, credentials, cluster) };
  };

  /** The status of the request for the reader's namespace in a cluster. */
  async function namespace(cluster: string): Promise<number> {
    return (await sandbox.kubernetes("team", cluster, "GET", "/api/v1/namespaces/web")).status;
  }

  async function kubeconfig(cluster: string): Promise<string> {
    const { address, token } = await addressOf(cluster);
    const authority = Buffer.from(address.certificateAuthority).toString("base64");
    const to = { server: address.server, "certificate-authority-data": authority };
    return JSON.stringify({
      contexts: [{ name: "shop-admin", context: { cluster, user: "me" } }],
      clusters: [{ name: cluster, cluster: to }],
      users: [{ name: "me", user: { token } }],
    });
  }
});
