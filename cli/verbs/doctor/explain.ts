import { suggestion } from "eks-pod-secrets/rules";
import { CATALOGUE, entryOf } from "../../doctor/catalogue";
import type { Entry } from "../../doctor/catalogue/entry";
import { STEPS } from "../../doctor/step";
import { filled } from "../../doctor/texts/filled";
import { UserError } from "../../terminal/errors";
import { answerWith, coloursOf } from "../../terminal/output";

/** Prints an entry of the catalogue. It asks nobody. */
export function explain(id: string, options: { json?: true }): void {
  const entry = entryOf(id);
  if (!entry) {
    const known = CATALOGUE.map((one) => one.id);
    throw new UserError(
      `--explain must be an id of the catalogue, got "${id}"${suggestion(id.toUpperCase(), known)}`,
    );
  }
  answerWith(entry, options, entryText);
}

function entryText({
  causes = [],
  check,
  errors = [],
  id,
  mend,
  sources,
  step,
  texts = [],
  title,
  why,
}: Entry): string {
  const { bold } = coloursOf(process.stdout);
  const part = (name: string, lines: readonly string[]) =>
    lines.length > 0 ? ["", bold(name), ...lines.map((line) => `  ${line}`)] : [];
  return [
    bold(`${id} ${title}`),
    ...part("Why", [why]),
    ...part(
      "It may be",
      causes.map((one) => `${one.id} ${entryOf(one.id)?.title ?? ""}: ${filled(one.check, {})}`),
    ),
    ...part("How to see it", [filled(check, {})]),
    ...part("What to do", [filled(mend, {})]),
    ...part("Step of doctor", step ? [`${step}: ${STEPS[step]}`] : []),
    ...part("Texts that say it", [...texts, ...errors]),
    ...part("Sources", sources),
  ].join("\n");
}
