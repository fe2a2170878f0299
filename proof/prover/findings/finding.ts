import type { AccessRequest } from "../../domain/request";
import type { UndeclaredEntry } from "../claims/undeclared-entry";

/** Who reads some secrets and parameters, from where, and by what. All that it covers may read. */
export interface AccessFinding<Reader extends object = object> {
  /** By principals of the owner's account; by others; or by anyone at all. */
  access: "public" | "external" | "internal";
  who: FoundPrincipals;
  /** All must be so. */
  conditions: FoundCondition[];
  /** The statements that decide, the one that lets the value be fetched first. */
  by: FoundStatement[];
  /**
   * Chains of roles by which it is done, from the role that `who` becomes to the one that reads; any of them. Empty where `who`
   * itself reads.
   */
  through: string[][];
  /** ARNs of what is read. */
  objects: string[];
  /** Who was declared to read so. */
  explanation?: Explanation<Reader>;
  /** Of administrators' roles: who becomes them though nobody declared it. Nothing explains such a finding. */
  entries?: UndeclaredEntry[];
  /** One request: the one that reads, or the one by which `who` becomes the first role. */
  request: AccessRequest;
}

export interface FoundPrincipals {
  /** `principal`: whose ARN fits one of the names, which may be patterns. */
  kind:
    | "anyone"
    | "organization"
    | "account"
    | "principal"
    | "role"
    | "user"
    | "session"
    | "service"
    | "federated";
  /** ARNs, account ids, ids or paths of organizations, names of services or providers. None of `anyone`. */
  names: string[];
  /** Who of them may not. */
  except: string[];
}

/** A condition as a policy writes it. */
export interface FoundCondition {
  key: string;
  operator: string;
  values: string[];
  /** False where it must not hold: a statement denies what meets it. */
  holds: boolean;
}

export interface FoundStatement {
  /** What it is called: by its ARN or name, or `resource policy`, `key policy`, `grant of the key`, `resource share`. */
  document: string;
  /** Sid, or position from 0. */
  statement: string | number;
}

export type Explanation<Reader extends object = object> =
  | {
      as: "declared reader";
      readers: Reader[];
    }
  | { as: "rotation role" }
  | { as: "administrator" };
