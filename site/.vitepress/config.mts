import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitepress";
import contents from "../contents.json";
import { captionFences, keepCode } from "../fences";
import { output, pages } from "../folders";
import { leaveRepositoryLinks } from "../repository-links";

/** A link of the sidebar. The page's heading is its text. */
function link(page: string) {
  const text = /^# (.*)$/m.exec(readFileSync(join(pages, `${page}.md`), "utf8"))?.[1];
  if (text === undefined) throw new Error(`${page}.md has no heading`);
  return { text: text.replaceAll("`", ""), link: `/${page}` };
}

export default defineConfig({
  title: "eks-pod-secrets",
  description:
    "Which Kubernetes pods may read which AWS secrets: deployed from one file, and proved.",
  lang: "en",
  srcDir: pages,
  outDir: output,
  cacheDir: join(pages, "..", "cache"),
  // These two pages are for Pulumi's registry, which has a Markdown of its own.
  srcExclude: ["_index.md", "installation-configuration.md"],
  // Without this, browsers ask for an icon that does not exist.
  head: [["link", { rel: "icon", href: "data:," }]],
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config: (markdown) => {
      leaveRepositoryLinks(markdown);
      captionFences(markdown);
      keepCode(markdown);
    },
  },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: contents.map(({ title, pages }) => ({ text: title, link: `/${pages[0]}` })),
    sidebar: contents.map(({ title, pages }) => ({ text: title, items: pages.map(link) })),
  },
});
