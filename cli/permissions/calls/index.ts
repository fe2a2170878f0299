import type { Layer } from "../../../stacks/stack-plan";
import { type Call, podRole } from "./call";
import { clusterCalls, workloadCalls } from "./cluster-calls";
import { keyCalls, secretCalls } from "./secret-calls";

export type { Call, Caller, Condition } from "./call";

const calls = {
  ...clusterCalls,
  ...secretCalls,
  ...keyCalls,
  ...workloadCalls,
  targetRoles: podRole,
};

/** Kinds of things that calls are made for. */
export type Deployed = keyof typeof calls;

/** All calls to AWS that deploying makes, by the kind of thing. */
export const CALLS: Record<Deployed, Call[]> = calls;

/** What each layer deploys or looks at. */
export const LAYERS: Record<Layer, Deployed[]> = {
  cluster: kindsOf(clusterCalls),
  secrets: [...kindsOf(secretCalls), ...kindsOf(keyCalls), "targetRoles"],
  workloads: [...kindsOf(workloadCalls), "listedParameters", "parameterKeys"],
};

function kindsOf<Kind extends Deployed>(some: Record<Kind, Call[]>): Kind[] {
  return Object.keys(some) as Kind[];
}
