import type { ClusterRecord } from "../../clusters/records";
import type { Session } from "../../identity/callers/issue-session";

/** Credentials of a pod's role session. */
export interface PodCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** The agent keeps credentials by token until 0.1.37, and by the pod's uid since 0.2. */
export type AgentGeneration = "0.1" | "0.2";

export interface AgentRequest {
  cluster: ClusterRecord;
  generation: AgentGeneration;
  token: string;
  /** The node's own credentials, with which the agent signs. */
  node: () => Session;
  now: Date;
}
