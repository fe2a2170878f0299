import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { installationDirectory } from "../../../sandbox/instance/installation";
import type { LandingZone } from "../../../sdk/grant";
import { parseInventory } from "../../../sdk/grant/inventory/parse-inventory";
import { includedFiles } from "../../../stacks/inventory-files";
import { mockEngine, promiseOf } from "../../sdk/components/mocked-engine";
import { zone as everyOption } from "../../stacks/vocabulary";
import type { KubernetesObject } from "../running/api-client";
import { kubernetesObjects, registeredObjects } from "./registered-objects";

/** The examples that are programs with components. Each exports what a pod needs. */
const EXAMPLE_PROGRAMS = ["components", "shared-secret"];

const RUNNER = "111111111111";

const CONFIG = {
  "orders:ownerProfile": "owner",
  "orders:readerProfile": "runner",
  "orders:readerAccount": RUNNER,
  "orders:clusterName": "shop",
  "orders:clusterArn": `arn:aws:eks:us-east-1:${RUNNER}:cluster/shop`,
  "orders:kubeContext": "shop",
};

/** The exports of a program for the pods of its users. */
interface PodParts {
  serviceAccountName: string;
  volumes: object[];
  volumeMounts: object[];
}

/** The Kubernetes objects that a program registers, and the Deployment that its user would make with its exports. */
export async function programObjects(name: string): Promise<KubernetesObject[]> {
  const accounts = { owner: "222222222222", runner: RUNNER };
  const engine = await mockEngine({ accounts, project: "orders" });
  pulumi.runtime.setAllConfig(CONFIG);
  const file = join(installationDirectory(), "examples", name, "index.ts");
  // A module runs only once in a process, so the cache must forget it.
  delete require.cache[file];
  const program = require(file);
  const parts = await promiseOf(pulumi.output<PodParts>({ ...program }));
  await engine.settled();
  return [...kubernetesObjects(engine.resources).map(({ object }) => object), deployment(parts)];
}

function deployment({ serviceAccountName, volumeMounts, volumes }: PodParts): KubernetesObject {
  const labels = { app: "orders" };
  const container = { name: "orders", image: "orders:1", volumeMounts };
  return {
    ...{ apiVersion: "apps/v1", kind: "Deployment" },
    metadata: { namespace: "orders", name: "orders" },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { serviceAccountName, containers: [container], volumes },
      },
    },
  };
}

/** The landing zones of all inventories among the examples, by file. */
export function exampleZones(): Record<string, LandingZone> {
  const checkout = installationDirectory();
  const files = ["landing-zones", "two-teams"].flatMap((folder) => {
    const directory = join(checkout, "examples", folder);
    return readdirSync(directory).map((name) => inventoryAt(join(directory, name)));
  });
  const all = [join(checkout, "landing-zone.yaml"), ...files];
  return Object.fromEntries(all.map((file) => [relative(checkout, file), zoneOf(file)]));
}

/** An example is a file, or a directory of files. */
function inventoryAt(path: string): string {
  return statSync(path).isDirectory() ? join(path, "landing-zone.yaml") : path;
}

function zoneOf(file: string): LandingZone {
  const text = readFileSync(file, "utf8");
  const { files, problems } = includedFiles({ file, text });
  const parsed = parseInventory(text, file, [], files);
  if ("problems" in parsed || problems.length > 0) throw new Error(`${file} must be an inventory`);
  return parsed.landingZone;
}

/** What an example makes in one cluster. */
interface Example {
  name: string;
  /** Whether Deployments are among its objects. */
  deploys: boolean;
  /** In the order of their registration. */
  objects(): Promise<KubernetesObject[]>;
}

export function examples(): Example[] {
  const zones = { ...exampleZones(), "an inventory with every option": everyOption };
  const ofZones = Object.entries(zones).flatMap(([file, zone]) =>
    zone.clusters.map((cluster) => ({
      name: `${file}, cluster ${cluster.id}`,
      deploys: zone.readers.some((reader) => reader.cluster === cluster && reader.deployment),
      objects: async () => (await registeredObjects(zone))[cluster.id] ?? [],
    })),
  );
  const programs = EXAMPLE_PROGRAMS.map((name) => ({
    name: `examples/${name}`,
    deploys: true,
    objects: () => programObjects(name),
  }));
  return [...ofZones, ...programs];
}

/** The namespaces that somebody else has to make. */
export function missingNamespaces(objects: KubernetesObject[]): KubernetesObject[] {
  const made = objects.filter(({ kind }) => kind === "Namespace").map((one) => one.metadata.name);
  const used = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  return [...used]
    .filter((name) => name !== "default" && !made.includes(name))
    .map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
}
