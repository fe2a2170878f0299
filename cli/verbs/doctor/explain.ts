import { suggestion } from "eks-pod-secrets/rules";
import { CATALOGUE } from "../../doctor/catalogue";
import type { Entry } from "../../doctor/catalogue/entry";
import { STEPS } from "../../doctor/step";
import { answerOf } from "../../doctor/texts/diagnose";
import { UserError } from "../../terminal/errors";
import { answerWith } from "../../terminal/output";
import { answerWords } from "./text-words";

/** Prints an entry of the catalogue. Works offline. */
export function explain(id: string, options: { json?: true }): void {
  const entry = CATALOGUE.find((one) => one.id === id.toUpperCase());
  if (!entry) {
    const known = CATALOGUE.map((one) => one.id);
    throw new UserError(
      `--explain must be an id of the catalogue, got "${id}"${suggestion(id.toUpperCase(), known)}`,
    );
  }
  answerWith(entry, options, entryText);
}

function entryText(entry: Entry): string {
  const { errors = [], sources, step, texts = [] } = entry;
  const list = (name: string, lines: readonly string[]) =>
    lines.length > 0 ? [[name, ...lines.map((line) => `  ${line}`)].join("\n")] : [];
  return [
    answerWords(answerOf(entry, {})),
    ...(step ? [`Step of doctor: ${step}: ${STEPS[step]}`] : []),
    ...list("Texts that say it:", [...texts, ...errors]),
    ...list("Sources:", sources),
  ].join("\n");
}
