import { stringify } from "yaml";

import { INVENTORY_VERSION } from "../../../sdk/rules";
import { newInventoryId } from "../../inventory/inventory-id";
import type { TrialNames } from "./names";

/** How often the driver reads mounted files anew where the trial installs it. */
const ROTATION = "10s";

/** A container that does nothing: the node mounts for it. */
export const PROBE_IMAGE = "registry.k8s.io/pause:3.10";

/** An account of a trial. */
export interface TrialAccount {
  id: string;
  profile: string;
}

/** What the built-in scenario is made of. */
export interface ScenarioPlace {
  reader: TrialAccount;
  owner: TrialAccount;
  region: string;
  /** The cluster that exists, and what it has already. None: one is created. */
  cluster?: { name: string; hasAgent: boolean; hasDriver: boolean };
}

/**
 * The built-in scenario as an inventory: a secret of the readers' account, one of the other account, and three readers. The third
 * one is there to be cut off.
 */
export function scenarioText(names: TrialNames, place: ScenarioPlace): string {
  const { name, tags } = names;
  const { cluster, owner, reader, region } = place;
  const readerOf = (letter: string, secret: string) => ({
    cluster: name,
    namespace: name,
    serviceAccount: `application-${letter}`,
    roleName: `${name}-${letter}`,
    reads: [secret],
    deployment: { image: PROBE_IMAGE, mountPath: "/mnt/secrets" },
  });
  return stringify({
    version: INVENTORY_VERSION,
    id: newInventoryId(),
    accounts: { reader: { ...reader, region, tags }, owner: { ...owner, region, tags } },
    // The names of a created cluster's roles begin with this key.
    clusters: { [name]: { account: "reader", ...clusterEntry(cluster) } },
    secrets: {
      "secret-a": { name: `${name}/secret-a`, account: "reader", recoveryWindowInDays: 0 },
      "secret-b": {
        ...{ name: `${name}/secret-b`, account: "owner", recoveryWindowInDays: 0 },
        key: name,
      },
    },
    readers: {
      "application-a": readerOf("a", "secret-a"),
      "application-b": readerOf("b", "secret-b"),
      "application-c": readerOf("c", "secret-b"),
    },
  });
}

function clusterEntry(cluster: ScenarioPlace["cluster"]) {
  if (!cluster) {
    return { create: {}, secretsStoreCsi: { rotationPollInterval: ROTATION } };
  }
  const { hasAgent, hasDriver } = cluster;
  return {
    name: cluster.name,
    existing: true,
    createNamespaces: true,
    secretsStoreCsi: {
      podIdentityAgent: hasAgent ? "existing" : "addon",
      ...(hasDriver
        ? { install: "existing" }
        : { install: "addon", rotationPollInterval: ROTATION }),
    },
  };
}
