import { getOrMake } from "../../collections";
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
      /** It is by roles that they had before. */
      former?: true;
    }
  | { as: "rotation role" }
  | { as: "administrator" };

interface FoundBase {
  access: AccessFinding["access"];
  conditions: AccessFinding["conditions"];
  by: AccessFinding["by"];
  request: AccessRequest;
  explanation: Explanation | undefined;
  entry?: UndeclaredEntry | undefined;
  /** The chain of roles by which it is done. */
  through?: string[];
}

/** One way to read one object: by each of some roles or users, or by whoever `who` is. */
type Found = FoundBase & ({ kind: "role" | "user"; names: string[] } | { who: FoundPrincipals });

/** Ways to read one object that differ only in who reads, or in the chain of roles. */
interface Group {
  found: Found;
  names: Set<string>;
  entries: UndeclaredEntry[];
  through: Map<string, string[]>;
}

const ACCESS = ["public", "external", "internal"];

/**
 * Findings from ways to read: roles, or users, that read the same in the same way are one finding, and so are objects that the same
 * ones read.
 */
export class FindingGroups {
  private readonly byObject = new Map<string, Map<string, Group>>();

  add(object: string, found: Found): void {
    const groups = getOrMake(this.byObject, object, () => new Map());
    const { access, by, conditions, explanation } = found;
    const who = "who" in found ? found.who : found.kind;
    const key = JSON.stringify([access, who, conditions, by, explanation]);
    const made = (): Group => ({ found, names: new Set(), entries: [], through: new Map() });
    const group = getOrMake(groups, key, made);
    if ("names" in found) for (const name of found.names) group.names.add(name);
    if (found.entry) group.entries.push(found.entry);
    if (found.through) group.through.set(found.through.join(), found.through);
  }

  /** Findings that nothing declared explains first, of these the public ones, then the external ones. */
  findings(): AccessFinding[] {
    const merged = new Map<string, AccessFinding>();
    for (const [object, groups] of this.byObject) {
      for (const [key, group] of groups) {
        const { names, through } = group;
        const name = JSON.stringify([key, [...names], [...through.keys()]]);
        const finding = () => findingOf(group);
        getOrMake(merged, name, finding).objects.push(object);
      }
    }
    return [...merged.values()].sort(
      (a, b) =>
        Number(a.explanation !== undefined) - Number(b.explanation !== undefined) ||
        ACCESS.indexOf(a.access) - ACCESS.indexOf(b.access) ||
        b.objects.length - a.objects.length,
    );
  }
}

function findingOf({ entries, found, names, through }: Group): AccessFinding {
  const { access, by, conditions, explanation, request } = found;
  return {
    access,
    who: "who" in found ? found.who : { kind: found.kind, names: [...names], except: [] },
    conditions,
    by,
    through: [...through.values()],
    objects: [],
    ...(explanation && { explanation }),
    ...(entries.length > 0 && { entries }),
    request,
  };
}
