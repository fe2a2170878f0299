import { readFileSync } from "node:fs";
import { join } from "node:path";

import contents from "../contents.json";
import { checkout } from "../folders";
import { NOT_RUN, stepsOf } from "../guide";

/** Folders of guides, whose commands the tests run. */
export const GUIDES = ["start", "guides"];

/** The page that lists the guides' commands that no test runs, each with its reason. */
export function notRunPage(): string {
  const guides = contents
    .flatMap((part) => part.pages)
    .filter((page) => GUIDES.some((folder) => page.startsWith(`${folder}/`)));
  return [
    "# Commands that no test runs",
    "The tests run every command of the pages under Start and Guides in the sandbox, in order, and compare what it prints.\n" +
      "They do not run these:",
    ...guides.flatMap(sectionsOf),
  ].join("\n\n");
}

function sectionsOf(page: string): string[] {
  const text = readFileSync(join(checkout, "docs", `${page}.md`), "utf8");
  const title = /^# (.*)$/m.exec(text)?.[1];
  return stepsOf(text).flatMap((step) =>
    step.kind === "not run"
      ? [
          `[${title}](../${page}.md), because it ${NOT_RUN[step.mark]}:`,
          `\`\`\`sh\n${step.text}\`\`\``,
        ]
      : [],
  );
}
