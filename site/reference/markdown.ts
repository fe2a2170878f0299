/** Text of a cell of a Markdown table, which Markdown and Vue take as it stands. */
export function cell(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("{{", "&#123;&#123;")
    .replaceAll("|", "\\|")
    .replaceAll("*", "\\*")
    .replaceAll(/\s*\n\s*/g, " ");
}

/** Code in a cell of a Markdown table. */
export function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}

export function table(headings: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(headings), line(headings.map(() => "---")), ...rows.map(line)].join("\n");
}
