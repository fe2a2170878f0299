import type { ResourceType } from "../../kubernetes/model/resource-types";
import type { ClusterApi } from "./cluster-api";

/** What the life of an object needs to know of its cluster and kind. */
export interface ObjectContext {
  api(): ClusterApi;
  /** Where objects go that name no namespace. */
  namespace(): string;
  type: ResourceType;
  /** Members beside `apiVersion`, `kind` and `metadata`. */
  members: string[];
  /** Paths whose change makes a new object, beside name and namespace. */
  replaces: string[];
  signal: AbortSignal;
  /** Whether fields of other managers are taken over. */
  patchForce(): boolean;
  /** Whether an object that is there already is taken in instead of refused. */
  upsertExistingObjects(): boolean;
}
