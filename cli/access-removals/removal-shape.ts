import type { LandingZone, Reader } from "eks-pod-secrets/grant";
import type { PolicyDocument, RolePassing } from "eks-pod-secrets/policy";

/** A resource of a stack's state. */
export interface HeldResource {
  urn: string;
  type: string;
  outputs?: Record<string, unknown>;
}

/** A policy or role that a stack deployed, and that lets read what the inventory does not grant any more. */
export interface AccessRemoval {
  stack: string;
  /** What of the stack's state must be read anew once it is done. */
  urns: string[];
  /** Whose policy it is: a role that reads, or a secret. */
  holder:
    | {
        kind: "role";
        arn: string;
        name: string;
        policy: string;
        /** The permissions boundary that it gets. */
        boundary?: string;
        /** Another reader gets the role: no session of the one before may read what that one is granted. */
        passing?: RolePassing;
      }
    | { kind: "secret"; arn: string };
  /**
   * What it lets read too much: ARNs of secrets and parameters, what a boundary does not allow, or as whom. Of a secret, whom it lets read:
   * readers as `namespace/serviceAccount of CLUSTER`, principals that a seal names no more, and those whom a statement means.
   */
  loses: string[];
  /** The readers that lose it. */
  from: Reader[];
  /** What stays of the policy as it is now; undefined where nothing does. */
  rest(document: PolicyDocument): PolicyDocument | undefined;
  /** Why not all of it can go from the policy as it is now; undefined where it can. */
  obstacle?(document: PolicyDocument): string | undefined;
}

/** What of a landing zone says who may read what. */
export interface ReadingZone
  extends Pick<LandingZone, "externalReaders" | "id" | "readers" | "secrets"> {
  organization: { id?: string };
}
