import type { LandingZone, Reader } from "eks-pod-secrets/grant";
import type { PolicyDocument, RolePassing } from "eks-pod-secrets/policy";

/** A resource of a stack's state. */
export interface HeldResource {
  urn: string;
  type: string;
  outputs?: Record<string, unknown>;
}

/** A policy or role that a stack deployed and that allows reads which the inventory no longer grants. */
export interface AccessRemoval {
  stack: string;
  /** The resources in the stack's state that must be refreshed afterwards. */
  urns: string[];
  /** The owner of the policy: a reading role, or a secret. */
  holder:
    | {
        kind: "role";
        arn: string;
        name: string;
        policy: string;
        /** The permissions boundary that the role gets. */
        boundary?: string;
        /** Set if another reader gets the role: no session of the former reader may read what the new one is granted. */
        passing?: RolePassing;
      }
    | { kind: "secret"; arn: string };
  /**
   * What it allows too much. For a role, ARNs of secrets and parameters, what a boundary does not allow, or the role that it
   * assumes. For a secret, those who may read it: readers as `namespace/serviceAccount of CLUSTER`, principals that a seal no
   * longer names, and those in a statement.
   */
  loses: string[];
  /** The readers that lose it. */
  from: Reader[];
  /** What stays of the current policy; undefined if nothing does. */
  rest(document: PolicyDocument): PolicyDocument | undefined;
  /** Why not everything can be removed from the current policy; undefined if it can. */
  obstacle?(document: PolicyDocument): string | undefined;
}

/** The parts of a landing zone that say who may read what. */
export interface ReadingZone
  extends Pick<LandingZone, "externalReaders" | "id" | "readers" | "secrets"> {
  organization: { id?: string };
}
