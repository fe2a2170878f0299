import type { MarkdownRenderer } from "vitepress";

import { NOT_RUN } from "./guide";

/** Shows code within a sentence unchanged. Otherwise Vue would compute `{{name}}`. */
export function keepCode(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("code", ({ tokens }) => {
    for (const { children } of tokens) {
      for (const token of children ?? []) {
        if (token.type === "code_inline") token.attrSet("v-pre", "");
      }
    }
  });
}

/** Writes above a guide's block which file it is, or why no test runs it. */
export function captionFences(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("captions", ({ tokens, Token }) => {
    for (const token of [...tokens]) {
      if (token.type !== "fence") continue;
      const caption = captionOf(token.info);
      if (caption === undefined) continue;
      const block = new Token("html_block", "", 0);
      block.content = `<p class="caption">${markdown.utils.escapeHtml(caption)}</p>\n`;
      tokens.splice(tokens.indexOf(token), 0, block);
    }
  });
}

function captionOf(info: string): string | undefined {
  const [language, ...rest] = info.split(" ");
  const word = rest.join(" ");
  const file = /^\[(.+)\]$/.exec(word)?.[1];
  if (file !== undefined) return file;
  const reason = language === "sh" ? NOT_RUN[word as keyof typeof NOT_RUN] : undefined;
  return reason && `No test runs this, because it ${reason}:`;
}
