import type { ClusterRef } from "../../clusters/records";
import type { Answer } from "../../wire/messages/answer";
import type { Caller } from "../../wire/messages/operation";
import type { Verb } from "./access";

/** A call of a cluster's API whose caller is known and may make it. */
export interface ClusterCall {
  cluster: ClusterRef;
  caller: Caller;
  verb: Verb;
  /** `deployments.apps` */
  resource: string;
  now: Date;
}

/** What becomes of a call: answers it by `answer`, or throws the status with which it ends. */
export type BefallCluster = (call: ClusterCall, answer: () => Promise<Answer>) => Promise<Answer>;
