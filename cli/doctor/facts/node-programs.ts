import { AGENT, type DaemonSet, runs } from "../../clusters/found-in-cluster";
import type { EntryId } from "../step";

/** A program that a mount needs on the pod's node. */
export interface NodeProgram {
  /** Its step. */
  step: "agent" | "driver" | "provider";
  /** Names of its container, image or command in charts and add-ons. */
  names: readonly string[];
  /** The cause if it is not ready on a pod's node. */
  cause: EntryId;
}

export const NODE_PROGRAMS: Record<NodeProgram["step"], NodeProgram> = {
  agent: { step: "agent", names: [AGENT], cause: "EPS-156" },
  driver: {
    step: "driver",
    names: ["secrets-store", "secrets-store-csi", "secrets-store-csi-driver"],
    cause: "EPS-150",
  },
  provider: {
    step: "provider",
    names: ["provider-aws-installer", "secrets-store-csi-driver-provider-aws"],
    cause: "EPS-153",
  },
};

/** Whether a DaemonSet runs one of the programs that a mount needs. */
export function runsProgram(set: DaemonSet): boolean {
  return Object.values(NODE_PROGRAMS).some(({ names }) => runs(set, names));
}
