import { getOrMake } from "../../collections";
import type { AccessRequest } from "../../domain/request";
import type { UndeclaredEntry } from "../claims/undeclared-entry";

/** Who reads some secrets and parameters, from where, and because of what. Everybody that it covers may read. */
export interface AccessFinding<Reader extends object = object> {
  /** Access by anyone at all, by principals of other accounts, or by the owner's account. */
  access: "public" | "external" | "internal";
  who: FoundPrincipals;
  /** The conditions, all of which must hold. */
  conditions: FoundCondition[];
  /** The deciding statements, first the one that allows fetching the value. */
  by: FoundStatement[];
  /** Possible chains of roles, from the role that `who` assumes to the one that reads. Empty if `who` reads directly. */
  through: string[][];
  /** ARNs of what is read. */
  objects: string[];
  /** Who was declared to read like this. */
  explanation?: Explanation<Reader>;
  /** For administrators' roles: who becomes them undeclared. Nothing explains such a finding. */
  entries?: UndeclaredEntry[];
  /** An example request: the one that reads, or the one with which `who` assumes the first role. */
  request: AccessRequest;
}

export interface FoundPrincipals {
  /** `principal`: principals whose ARN matches one of the names, which may be patterns. */
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
  /** ARNs, account ids, ids or paths of organizations, names of services or providers. Empty for `anyone`. */
  names: string[];
  /** The exceptions among them. */
  except: string[];
}

/** A condition as a policy writes it. */
export interface FoundCondition {
  key: string;
  operator: string;
  values: string[];
  /** False if it must not hold, because a statement denies what meets it. */
  holds: boolean;
}

export interface FoundStatement {
  /** The document's ARN or name, or `resource policy`, `key policy`, `grant of the key`, `resource share`. */
  document: string;
  /** Sid, or position from 0. */
  statement: string | number;
}

export type Explanation<Reader extends object = object> =
  | {
      as: "declared reader";
      readers: Reader[];
      /** Whether they read with former roles. */
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
  /** The chain of roles. */
  through?: string[];
}

/** A way to read one object: by each of some roles or users, or by those in `who`. */
type Found = FoundBase & ({ kind: "role" | "user"; names: string[] } | { who: FoundPrincipals });

/** Ways to read one object that only differ in who reads or in the chain of roles. */
interface Group {
  found: Found;
  names: Set<string>;
  entries: UndeclaredEntry[];
  through: Map<string, string[]>;
}

const ACCESS = ["public", "external", "internal"];

/**
 * Combines ways to read into findings: roles or users that read the same in the same way are one finding, and so are objects that
 * are read by the same ones.
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

  /** The findings: first those that nothing explains, among them the public ones first, then the external ones. */
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
