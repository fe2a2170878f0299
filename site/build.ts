// `npm run docs` builds the documentation into bin/docs/site. With --serve, it then shows it on this machine.
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { changesPages } from "./changes/pages";
import { checkout, draft, output, pages } from "./folders";
import { publish } from "./publish";
import { causesPages } from "./reference/causes-pages";
import { writeComponents } from "./reference/components";
import { notRunPage } from "./reference/not-run-page";
import { inventoryKeysPage, jsonPages } from "./reference/schema-pages";
import { verbsPage } from "./reference/verbs-page";

async function build(): Promise<void> {
  await writePages();
  const vitepress = await import("vitepress");
  await vitepress.build(__dirname, { outDir: draft });
  publish(draft, output);
  console.log(`the documentation is in ${output}`);
  if (process.argv.includes("--serve")) await vitepress.serve({ root: __dirname });
}

/** Removes what an earlier run wrote. Otherwise the search would find pages that no longer exist. */
async function writePages(): Promise<void> {
  for (const folder of [pages, draft]) rmSync(folder, { recursive: true, force: true });
  cpSync(join(checkout, "docs"), pages, { recursive: true });
  const reference = {
    "reference/verbs.md": await verbsPage(),
    "reference/inventory-keys.md": inventoryKeysPage(),
    "reference/not-run.md": notRunPage(),
    ...jsonPages(),
    ...causesPages(),
    ...changesPages(),
  };
  for (const [page, text] of Object.entries(reference)) {
    mkdirSync(dirname(join(pages, page)), { recursive: true });
    writeFileSync(join(pages, page), `${text}\n`);
  }
  await writeComponents(join(pages, "reference", "components"));
}

build().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
