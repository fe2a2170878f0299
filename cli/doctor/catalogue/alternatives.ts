const ALTERNATIVES = /\{([^{}]*\|[^{}]*)\}/;

/** The texts that an entry's text with alternatives, `{a|b}`, stands for. */
export function alternatives(text: string): string[] {
  const [whole, words] = ALTERNATIVES.exec(text) ?? [];
  if (whole === undefined || words === undefined) return [text];
  return words.split("|").flatMap((word) => alternatives(text.replace(whole, () => word)));
}
