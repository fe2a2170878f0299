/** Escapes the text of a table cell, so that Markdown and Vue show it unchanged. */
export function cell(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("{{", "&#123;&#123;")
    .replaceAll("|", "\\|")
    .replaceAll("*", "\\*")
    .replaceAll(/\s*\n\s*/g, " ");
}

/** Code in a table cell. */
export function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}

export function table(headings: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(headings), line(headings.map(() => "---")), ...rows.map(line)].join("\n");
}
