const PREFIX = "assumption ";

/** Name of the atom that says that the assumption of that name is made. */
export function assumptionAtom(name: string): string {
  return PREFIX + name;
}

/** The assumption that the atom stands for; undefined of other atoms. */
export function assumptionOf(atom: string): string | undefined {
  return atom.startsWith(PREFIX) ? atom.slice(PREFIX.length) : undefined;
}
