import type { Layer } from "../../../stacks/stack-plan";
import type { Call } from "./call";
import { clusterCalls } from "./cluster-calls";
import type { Deployed } from "./deployed";
import { keyCalls } from "./key-calls";
import { secretCalls } from "./secret-calls";
import { workloadCalls } from "./workload-calls";

export type { Call, Caller, Condition } from "./call";
export type { Deployed } from "./deployed";

/** Every call of AWS that deploying makes, by the kind of thing that it is made of. */
export const CALLS: Record<Deployed, Call[]> = {
  ...clusterCalls,
  ...secretCalls,
  ...keyCalls,
  ...workloadCalls,
};

/** What each layer deploys or looks at. */
export const LAYERS: Record<Layer, Deployed[]> = {
  cluster: [
    "clusters",
    "createdClusters",
    "securityGroups",
    "nodeGroups",
    "clusterRoles",
    "serviceLinkedRoles",
    "updatedClusters",
    "clustersWithAddons",
    "addons",
  ],
  secrets: [
    "secrets",
    "createdSecrets",
    "replicatedSecrets",
    "rotatedSecrets",
    "rotationFunctions",
    "formerSecrets",
    "succeedingSecrets",
    "secretKeys",
    "keys",
    "createdKeys",
    "keysAndAliases",
    "parameters",
    "listedParameters",
    "parameterKeys",
    "targetRoles",
  ],
  workloads: [
    "clustersLookedAt",
    "readerRoles",
    "clustersWithReaders",
    "associations",
    "readSecrets",
    "listedParameters",
    "parameterKeys",
  ],
};
