import { dirname, join, relative } from "node:path";
import type { MarkdownRenderer } from "vitepress";

import manifest from "../package.json";
import { pages } from "./folders";

const { repository } = manifest as { repository?: { url: string } };

/**
 * Pages of docs/ also link to files of the repository, which are not on the site. Such a link leads to the repository
 * once package.json names it. Until then, only the text of the link remains.
 */
export function leaveRepositoryLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("repository-links", ({ tokens, env, Token }) => {
    for (const { children } of tokens) {
      let isOpen = false;
      for (const [index, token] of (children ?? []).entries()) {
        if (token.type === "link_open") {
          const file = outsideFile(String(token.attrGet("href")), env.relativePath);
          if (file === undefined) continue;
          const address = repository && addressOf(repository.url, file);
          if (address) token.attrSet("href", address);
          else {
            isOpen = true;
            children?.splice(index, 1, new Token("span_open", "span", 1));
          }
        } else if (token.type === "link_close" && isOpen) {
          isOpen = false;
          children?.splice(index, 1, new Token("span_close", "span", -1));
        }
      }
    }
  });
}

/** The file of the checkout that a page links to. Undefined if the link leads to a page of docs/ or to another site. */
function outsideFile(href: string, page: string): string | undefined {
  if (/^(https?:|#|\/)/.test(href)) return undefined;
  const path = relative(pages, join(pages, dirname(page), href.replace(/#.*/, "")));
  return path.startsWith("../") ? path.slice("../".length) : undefined;
}

function addressOf(url: string, file: string): string {
  return `${url.replace(/^git\+/, "").replace(/\.git$/, "")}/blob/main/${file}`;
}
