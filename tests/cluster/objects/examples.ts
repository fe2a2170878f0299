import { zone as everyOption } from "../../stacks/vocabulary";
import type { KubernetesObject } from "../running/api-client";
import { EXAMPLE_PROGRAMS, programObjects } from "./example-programs";
import { exampleZones } from "./example-zones";
import { registeredObjects } from "./registered-objects";

/** What an example puts into one cluster. */
export interface Example {
  name: string;
  /** Whether Deployments are among its objects. */
  deploys: boolean;
  /** In the order in which they are registered. */
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

/** The namespaces that somebody else must make. */
export function missingNamespaces(objects: KubernetesObject[]): KubernetesObject[] {
  const made = objects.filter(({ kind }) => kind === "Namespace").map((one) => one.metadata.name);
  const used = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  return [...used]
    .filter((name) => name !== "default" && !made.includes(name))
    .map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
}
