import { getOrMake } from "../../collections/maps";
import type { AccessRequest } from "../../domain/request";
import type { UndeclaredEntry } from "../claims/undeclared-entry";
import type { AccessFinding, Explanation, FoundPrincipals } from "./finding";

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
