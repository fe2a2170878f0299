import type { Look } from "../../looks/object-looks";

/** What a look at one thing that a stack has deployed found. */
export interface StackLook {
  stack: string;
  /** E.g. `node group`. */
  kind: string;
  /** What was looked at, with its kind, e.g. `node group shop-nodes of cluster shop`. */
  what: string;
  look: Look;
}
