/** Long reasons, by what stands for each where it was told already. */
const shortForms = new Map<string, string>();

let anyReason: RegExp | undefined;

/** Reasons that standard output and standard error have told, which people read as one text. */
const toldToPeople = new Set<string>();

/** A reason that an answer may have for many things. Wherever the command prints it, it is told once, and then in the short form. */
export function toldOnce(reason: string, short: string): string {
  shortForms.set(reason, short);
  // The longer first, as one may be the beginning of another.
  const known = [...shortForms.keys()].sort((one, other) => other.length - one.length);
  const literal = known.map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  anyReason = new RegExp(literal.join("|"), "g");
  return reason;
}

/** A text for people without the reasons that they were told before. */
export function withoutRepeats(text: string, told = toldToPeople): string {
  if (!anyReason) return text;
  return text.replace(anyReason, (reason) => {
    const short = told.has(reason) ? shortForms.get(reason) : undefined;
    told.add(reason);
    return short ?? reason;
  });
}

/** For `JSON.stringify`: a document tells each reason once, whatever people were told. */
export function oncePerDocument(): (key: string, value: unknown) => unknown {
  const told = new Set<string>();
  return (_, value) => (typeof value === "string" ? withoutRepeats(value, told) : value);
}
