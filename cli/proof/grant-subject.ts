/** Stands between the reader and what it reads, in the subject of a claim about a grant. */
const ARROW = " → ";

/** The subject of a claim about a grant, taken apart. */
export interface GrantParts {
  /** The reader: its cluster, namespace and service account. */
  reader: string;
  /** By which of its ways into a role, with a space before it; empty for the present association of EKS Pod Identity. */
  way: string;
  /** ARN of the secret or parameter. */
  target: string;
}

/** Takes the subject of a claim apart; undefined where the claim is about no grant. */
export function grantParts(subject: string): GrantParts | undefined {
  const [named = "", target] = subject.split(ARROW);
  if (target === undefined) return undefined;
  const [, reader = named, way = ""] = /^(.*?)( \(.*\))$/.exec(named) ?? [];
  return { reader, way, target };
}

/** The same as `grantParts` of a subject without its way. */
export function grantSubject({ reader, target }: Pick<GrantParts, "reader" | "target">): string {
  return `${reader}${ARROW}${target}`;
}
