import { ok, strictEqual } from "node:assert";
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { type ReadersAnswer, readersShape } from "../../../cli/verbs/doctor/shape";
import type { LandingZone } from "../../../sdk/grant";
import { builtFile } from "../../built";
import { awsCliDirectory } from "../../clients/aws-cli";
import { kubectlDirectory } from "../../clients/with-kubectl";
import { done } from "../../outcomes";
import { bearerToken, clusterAddress } from "../../sandbox/eks-support";
import type { Clients } from "../../sandbox/support";
import { landingZone } from "../../stacks/run-stack";
import { makeAdoptedClusters } from "../adopted-clusters";
import { type EngineHarness, suiteEngine } from "../harness";
import { INVENTORY, VALUE } from "./inventory";
import { type ClusterCall, deployTool } from "./tool";

export const MERGE = "application/merge-patch+json";

/** What a suite deploys, and the secrets that get a value. */
interface Deployed {
  inventory: string;
  secrets: readonly string[];
  /** Runs before the workloads are deployed, and after it. */
  before?(scene: Scene): Promise<unknown>;
  after?(scene: Scene): Promise<unknown>;
}

const SECRETS = [
  "own",
  "other",
  "config",
  "tagged",
  "staged",
  "orders",
  "ledger",
  "sealed",
  "limits",
];

/** The deployment of a test file, in which its tests plant their faults. */
export interface Scene extends EngineHarness {
  /** Clients of the cluster's account, and of the other account. */
  pods: Clients;
  owner: Clients;
  zone: LandingZone;
  k8s: ClusterCall;
  /** Runs `doctor READER --json`, and adds the exit code. */
  doctor(reader: string, ...options: string[]): Promise<Diagnosed>;
  /** Runs commands unchanged in a shell that has the AWS CLI, kubectl and `eks-pod-secrets`. */
  shell(commands: readonly string[], input?: string): Promise<void>;
  /** Replaces a reader's pods. */
  restart(reader: string): Promise<void>;
  /** Returns what a reader's pod reads, or why it cannot. */
  read(reader: string): Promise<string>;
}

export interface Diagnosed {
  code: number | null;
  reader: ReadersAnswer["readers"][number];
}

/** Every kind of reader with Pod Identity. */
const OF_ALL_KINDS: Deployed = {
  inventory: INVENTORY,
  secrets: SECRETS,
  before: async (scene) => {
    // The reader reads the second version of this secret.
    await done(scene.command(["put", "pinned"], { input: "former" }));
    await done(scene.command(["put", "pinned"], { input: VALUE }));
    await labelled(scene, true);
  },
  after: ({ k8s }) => deployTool(k8s),
};

/** Deploys a suite's inventory, with a value in each secret, so that every reader can read. */
export function doctorScene({
  after,
  before: prepare,
  inventory,
  secrets,
}: Deployed = OF_ALL_KINDS): Scene {
  const scene = suiteEngine(inventory) as Scene;
  before(async () => {
    scene.zone = landingZone(inventory);
    [scene.pods, scene.owner] = [await scene.aws("pods"), await scene.aws("data")];
    await makeAdoptedClusters(scene, scene.zone);
    const limit = { Effect: "Allow", Action: ["secretsmanager:*", "kms:*"], Resource: "*" };
    await scene.pods.iam.createPolicy({ PolicyName: "limit", PolicyDocument: document(limit) });
    Object.assign(scene, await actionsOf(scene));
    await scene.stacks(["up", "--only", "*.cluster", "*.secrets"]);
    for (const secret of secrets) await done(scene.command(["put", secret], { input: VALUE }));
    await prepare?.(scene);
    await scene.stacks(["up"]);
    await after?.(scene);
    for (const { external, id } of scene.zone.readers) {
      if (!external) strictEqual(await scene.read(id), VALUE, id);
    }
  });
  return scene;
}

/** Gives the label STABLE to the version of secret `staged`, or removes it. */
export async function labelled(
  { pods: { secretsManager } }: Pick<Scene, "pods">,
  isLabelled: boolean,
): Promise<void> {
  const SecretId = "staged";
  const { VersionIdsToStages = {} } = await secretsManager.describeSecret({ SecretId });
  const [version] = Object.keys(VersionIdsToStages);
  await secretsManager.updateSecretVersionStage({
    ...{ SecretId, VersionStage: "STABLE" },
    ...(isLabelled ? { MoveToVersionId: version } : { RemoveFromVersionId: version }),
  });
}

export function document(...statements: object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

async function actionsOf(scene: Scene): Promise<Partial<Scene>> {
  const { command, control, data, environment, kubernetes } = scene;
  const k8s: Scene["k8s"] = async (method, path, body, contentType = "application/json") => {
    const headers = { "content-type": contentType };
    const { status, text: answer } = await kubernetes("pods", "shop", method, path, body, headers);
    ok(status < 300, `${method} ${path}: ${answer}`);
    return JSON.parse(answer);
  };
  const bin = join(data.path, "programs");
  writePrograms(bin);
  const programs = [
    bin,
    await awsCliDirectory(),
    await kubectlDirectory(),
    dirname(process.execPath),
  ];
  const namespaceOf = (reader: string) =>
    scene.zone.readers.find(({ id }) => id === reader)?.namespace;
  return {
    k8s,
    doctor: async (reader, ...options) => {
      const { code, stderr, stdout } = await command(["doctor", reader, "--json", ...options]);
      ok(stdout, stderr);
      const [found] = readersShape.parse(JSON.parse(stdout)).readers;
      ok(found);
      return { code, reader: found };
    },
    shell: async (commands, input = "") => {
      const KUBECONFIG = join(data.path, "kubeconfig");
      writeFileSync(KUBECONFIG, await kubeconfigOf(scene));
      const PATH = [...programs, environment.PATH].join(delimiter);
      const shell = spawn("bash", ["-e", "-c", `exec 2>&1\n${commands.join("\n")}`], {
        cwd: data.project,
        env: { ...environment, PATH, KUBECONFIG, AWS_PAGER: "", AWS_PROFILE: "pods" },
      });
      shell.stdin.on("error", () => {}).end(input);
      const ended = new Promise<number | null>((resolve) => shell.once("close", resolve));
      const [code, printed] = await Promise.all([ended, text(shell.stdout)]);
      strictEqual(code, 0, `${commands.join("\n")}\n${printed}`);
    },
    restart: async (reader) => {
      const path = `/api/v1/namespaces/${namespaceOf(reader)}/pods`;
      for (const { metadata, spec } of (await k8s("GET", path)).items) {
        // The Deployment may have replaced the pod already, so a missing pod is no error.
        if (spec.serviceAccountName === reader) {
          await kubernetes("pods", "shop", "DELETE", `${path}/${metadata.name}`);
        }
      }
    },
    read: async (reader) => {
      await control.remount(reader);
      const { exitCode, stderr, stdout } = await control.exec(reader, ["cat", "/mnt/value"]);
      return exitCode === 0 ? stdout : stderr;
    },
  };
}

/** Writes the command where a shell finds it, with `npx` and without. */
function writePrograms(bin: string): void {
  mkdirSync(bin);
  const command = `exec '${process.execPath}' '${builtFile("cli/main.js")}' "$@"\n`;
  const programs = {
    "eks-pod-secrets": command,
    npx: `[ "$1" = eks-pod-secrets ] || exit 127\nshift\n${command}`,
  };
  for (const [name, lines] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${lines}`);
    chmodSync(join(bin, name), 0o755);
  }
}

/** A kubeconfig with one context. It is named by the cluster's ARN, as `aws eks update-kubeconfig` does. */
async function kubeconfigOf({
  client,
  connection: { endpoint },
  data,
  zone,
}: Scene): Promise<string> {
  const [cluster] = zone.clusters;
  ok(cluster);
  const { account, arn, name, region } = cluster;
  const address = clusterAddress(endpoint, data.state, account.id, name, region);
  const authority = Buffer.from(address.certificateAuthority).toString("base64");
  const token = await bearerToken({ endpoint }, (await client("pods")).credentials, name);
  return JSON.stringify({
    contexts: [{ name: arn, context: { cluster: name, user: name } }],
    clusters: [
      { name, cluster: { server: address.server, "certificate-authority-data": authority } },
    ],
    users: [{ name, user: { token } }],
  });
}
