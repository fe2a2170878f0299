import type { Answer, Diagnosis } from "./diagnosis-shape";

/** What the command says of a text that no entry knows. */
const NOT_KNOWN =
  "Not known: no text of the catalogue is in it. Look into the log of the provider's pod on the pod's node, and give that.";

/** A diagnosis as it is printed. */
export function diagnosisText({ answers, caller, unread }: Diagnosis): string {
  const shown = answers.length === 0 ? [NOT_KNOWN] : answers.map(answerText);
  return [
    ...shown,
    ...(caller ? [`${caller.arn}: ${caller.says}`] : []),
    ...(unread ? [`The text is long: its first ${unread} characters were not read.`] : []),
  ].join("\n\n");
}

function answerText({ captures, causes, check, id, mend, title, why }: Answer): string {
  const named = Object.entries(captures).map(([name, value]) => `  ${name}: ${value}`);
  const told =
    causes === undefined
      ? [`Check: ${check}`, `Mend: ${mend}`]
      : [
          "It has several causes. These checks tell them apart:",
          ...causes.map((cause) => `  ${cause.id} ${cause.title}\n    ${cause.check}`),
        ];
  return [`${id}: ${title}`, ...named, why, ...told].join("\n");
}
