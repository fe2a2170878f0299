import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";

const QUESTIONS = readFileSync(join(__dirname, "questions.js"), "utf8").replace(/^export /gm, "");

/** Asks one of the questions in a page. */
export async function ask<Answer = string[]>(
  page: Page,
  question:
    | "arrowEnds"
    | "cardLabels"
    | "faintTexts"
    | "namesCrossed"
    | "narrowCells"
    | "styleOf"
    | "tooWide"
    | "usable",
  ...values: string[]
): Promise<Answer> {
  const given = values.map((value) => JSON.stringify(value)).join(", ");
  return page.evaluate<Answer>(`(() => { ${QUESTIONS}; return ${question}(${given}); })()`);
}
