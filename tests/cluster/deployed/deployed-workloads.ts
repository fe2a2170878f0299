import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { type PreviewAnswer, previewShape } from "../../../cli/verbs/preview/shape";
import { inParallel } from "../../../proof/collections";
import type { DataDirectory } from "../../../sandbox/instance/data-directory";
import { installationDirectory } from "../../../sandbox/instance/installation";
import type { LandingZone } from "../../../sdk/grant";
import { stackPlan } from "../../../stacks/stack-plan";
import { makeAdoptedClusters } from "../../engine/adopted-clusters";
import { filesOf } from "../../engine/deployed-example";
import { engineHarness, heldResources, writeInventory } from "../../engine/harness";
import type { KubernetesObject } from "../running/api-client";
import type { Cluster } from "../running/start-cluster";

/** The same as the option `enablePatchForce` of the stacks, which the pinned provider does not know yet. */
const PROVIDER_SETTINGS = { PULUMI_K8S_ENABLE_PATCH_FORCE: "true" };

export interface PlacedObject {
  cluster: Cluster;
  object: KubernetesObject;
}

/** The workloads of an example in real clusters, deployed by Pulumi's own provider. All of AWS is in a sandbox. */
export interface DeployedWorkloads {
  /** Runs `up` or `destroy` of the workloads, and returns what happened to their resources. */
  run(verb: string, ...options: string[]): Promise<string[]>;
  preview(...options: string[]): Promise<PreviewAnswer>;
  /** The Kubernetes objects in the stacks, each with its cluster. */
  objects(): PlacedObject[];
  /** Removes the sandbox. */
  remove(): Promise<void>;
}

/** Deploys in the sandbox what the workloads need. `clusters` are in the inventory's order. */
export async function prepareWorkloads(
  file: string,
  zone: LandingZone,
  clusters: Cluster[],
  provider: string,
): Promise<DeployedWorkloads> {
  const [inventory, files] = textsOf(file);
  const sandbox = await engineHarness(inventory, { files, authority: clusters[0]?.authority });
  await makeAdoptedClusters(sandbox, zone);
  const plan = stackPlan(zone);
  const stacks = plan.filter(({ layer }) => layer === "workloads").map(({ name }) => name);
  const needed = plan.map(({ name }) => name).filter((name) => !stacks.includes(name));
  await sandbox.stacks(["up", "--only", ...needed]);
  await inParallel([...zone.secrets, ...zone.parameters], 2, async ({ id }) => {
    const ended = await sandbox.command(["put", id], { input: '{"password":"marzipan"}' });
    if (ended.code !== 0) throw new Error(ended.stderr);
  });

  useProvider(sandbox.data, provider);
  const byId = new Map(zone.clusters.map(({ id }, index) => [id, clusters[index] as Cluster]));
  writeInventory(sandbox.data, withContexts(inventory, byId));
  const environment = {
    ...sandbox.environment,
    ...PROVIDER_SETTINGS,
    KUBECONFIG: join(sandbox.data.path, "kubeconfig"),
  };
  writeFileSync(
    environment.KUBECONFIG,
    joinedKubeconfigs(clusters.map(({ kubeconfig }) => kubeconfig)),
  );
  return {
    async run(verb, ...options) {
      const ended = await sandbox.stacks([verb, "--only", ...stacks, ...options], { environment });
      return [...new Set(ended.flatMap(({ changes }) => Object.keys(changes)))].sort();
    },
    async preview(...options) {
      const command = ["preview", "--only", ...stacks, "--json", ...options];
      const { stderr, stdout } = await sandbox.command(command, { environment });
      if (stdout === "") throw new Error(stderr);
      return previewShape.parse(JSON.parse(stdout));
    },
    objects: () =>
      stacks
        .flatMap((name) => heldObjects(sandbox.data, name))
        .map(({ cluster, object }) => ({ cluster: byId.get(cluster) as Cluster, object })),
    remove: sandbox.remove,
  };
}

/** An example's text, and the files that it includes. */
function textsOf(file: string): [string, Record<string, string>] {
  const [, name] = /^examples\/landing-zones\/([^/]+)/.exec(file) ?? [];
  return name ? filesOf(name) : [readFileSync(join(installationDirectory(), file), "utf8"), {}];
}

/** The inventory, with a context for each cluster. */
function withContexts(inventory: string, clusters: Map<string, Cluster>): string {
  const document = parseDocument(inventory);
  for (const [id, { name }] of clusters) {
    document.setIn(["clusters", id, "kubeconfigContext"], name);
  }
  return document.toString();
}

/** The Kubernetes objects in a stack as it declared them, each with the name of its cluster's provider. */
function heldObjects(
  data: DataDirectory,
  stack: string,
): { cluster: string; object: KubernetesObject }[] {
  return heldResources(data, stack)
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ inputs, provider = "" }) => ({
      // The form is `<URN>::<id>`, and the URN ends with the name.
      cluster: provider.split("::").at(-2) ?? "",
      object: inputs as KubernetesObject,
    }));
}

interface Kubeconfig {
  clusters: { name: string; cluster: object }[];
  contexts: object[];
  users: object[];
}

/** The host in the endpoint of each of a sandbox's clusters. */
const HOST = "127.0.0.1";

/**
 * Joins the kubeconfigs of many files in one. Their clusters are reached as those of a sandbox are through a tunnel.
 * Pulumi's provider accepts only a single file in `KUBECONFIG`.
 */
function joinedKubeconfigs(files: string[]): string {
  const all = files.map((file): Kubeconfig => JSON.parse(readFileSync(file, "utf8")));
  return JSON.stringify({
    ...{ apiVersion: "v1", kind: "Config" },
    clusters: all.flatMap(({ clusters }) =>
      clusters.map(({ cluster, name }) => ({
        name,
        cluster: { ...cluster, "tls-server-name": HOST },
      })),
    ),
    contexts: all.flatMap(({ contexts }) => contexts),
    users: all.flatMap(({ users }) => users),
  });
}

/** Replaces the sandbox's stand-in by Pulumi's own provider for Kubernetes, for every version that a program asks for. */
function useProvider({ pulumiHome }: DataDirectory, provider: string): void {
  const plugins = join(pulumiHome, "plugins");
  for (const name of readdirSync(plugins).filter((one) =>
    one.startsWith("resource-kubernetes-v"),
  )) {
    const executable = join(plugins, name, "pulumi-resource-kubernetes");
    rmSync(executable);
    symlinkSync(provider, executable);
  }
}
