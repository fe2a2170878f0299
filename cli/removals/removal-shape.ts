import type { LandingZone } from "../../sdk/grant";
import type { PolicyDocument } from "../../sdk/policy";
import type { RolePassing } from "../../sdk/policy/revocation";

/** A resource of a stack's state. */
export interface HeldResource {
  urn: string;
  type: string;
  outputs?: Record<string, unknown>;
}

/** A policy that a stack deployed, and that lets read what the inventory does not grant any more. */
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
        /** Another reader gets the role: no session of the one before may read what that one is granted. */
        passing?: RolePassing;
      }
    | { kind: "secret"; arn: string };
  /** What it lets read too much: ARNs of secrets and parameters, or readers as `namespace/serviceAccount of CLUSTER`. */
  loses: string[];
  /** What stays of the policy as it is now; undefined where nothing does. */
  rest(document: PolicyDocument): PolicyDocument | undefined;
}

/** What of a landing zone says who may read what. */
export interface ReadingZone extends Pick<LandingZone, "externalReaders" | "readers" | "secrets"> {
  organization: { id?: string };
}
