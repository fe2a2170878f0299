const ALTERNATIVES = /\{([^{}]*\|[^{}]*)\}/;

/** What a text of an entry with alternatives, `{a|b}`, stands for: one text for each of them. */
export function alternatives(text: string): string[] {
  const [whole, words] = ALTERNATIVES.exec(text) ?? [];
  if (whole === undefined || words === undefined) return [text];
  return words.split("|").flatMap((word) => alternatives(text.replace(whole, () => word)));
}
