/** Long reasons, with the short form of each for later mentions. */
const shortForms = new Map<string, string>();

let anyReason: RegExp | undefined;

/** Reasons already printed on standard output or standard error, which people read as one text. */
const toldToPeople = new Set<string>();

/** Registers a reason that an answer may contain many times. It is printed in full once, and then in its short form. */
export function toldOnce(reason: string, short: string): string {
  shortForms.set(reason, short);
  // Longer ones first, because one may be the beginning of another.
  const known = [...shortForms.keys()].sort((one, other) => other.length - one.length);
  const literal = known.map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  anyReason = new RegExp(literal.join("|"), "g");
  return reason;
}

/** A text for people in which reasons that were printed before are shortened. */
export function withoutRepeats(text: string, told = toldToPeople): string {
  if (!anyReason) return text;
  return text.replace(anyReason, (reason) => {
    const short = told.has(reason) ? shortForms.get(reason) : undefined;
    told.add(reason);
    return short ?? reason;
  });
}

/** A replacer for `JSON.stringify`: a document contains each reason once, whatever was printed before. */
export function oncePerDocument(): (key: string, value: unknown) => unknown {
  const told = new Set<string>();
  return (_, value) => (typeof value === "string" ? withoutRepeats(value, told) : value);
}
