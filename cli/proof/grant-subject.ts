/** Separates the reader and what it reads in the subject of a claim about a grant. */
const ARROW = " → ";

/** The parts of a grant claim's subject. */
export interface GrantParts {
  /** The reader: its cluster, namespace and service account. */
  reader: string;
  /** Its way to its role, with a leading space; empty for the present association of EKS Pod Identity. */
  way: string;
  /** ARN of the secret or parameter. */
  target: string;
}

/** Splits the subject of a claim; undefined if the claim is not about a grant. */
export function grantParts(subject: string): GrantParts | undefined {
  const [named = "", target] = subject.split(ARROW);
  if (target === undefined) return undefined;
  const [, reader = named, way = ""] = /^(.*?)( \(.*\))$/.exec(named) ?? [];
  return { reader, way, target };
}

/** The subject of a claim about a grant, without a way. */
export function grantSubject({ reader, target }: Pick<GrantParts, "reader" | "target">): string {
  return `${reader}${ARROW}${target}`;
}
