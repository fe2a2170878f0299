import { coloursOf, count } from "../../../terminal/output";
import type { AttemptsAnswer } from "./shape";

/** The answer for people: a line for each attempt, with what stopped it. */
export function attemptsText({
  attempts,
  isChanged,
  isComplete,
  leftOut,
  made,
  reads,
  result,
}: AttemptsAnswer): string {
  const { green, red, yellow } = coloursOf(process.stdout);
  const width = Math.max(0, ...attempts.map(({ attempt }) => attempt.length));
  const refused = attempts.filter((one) => one.result === "refused").length;
  return [
    ...reads.map(({ object, reader, reason, result: came }) =>
      came === "reads"
        ? `${green("reads")}    ${reader}: ${object}`
        : `${red("fails")}    ${reader}: ${object}: ${reason}`,
    ),
    ...attempts.map(({ attempt, code, reason, result: came, stoppedBy = "" }) => {
      if (came === "refused") return `${green("refused")}  ${attempt.padEnd(width)}  ${stoppedBy}`;
      if (came === "succeeded") return `${red("SUCCEEDED")}  ${attempt}`;
      return `${red("NOT MADE")}  ${attempt}: ${code}: ${reason}`;
    }),
    ...leftOut.map(({ attempt, needs }) => `${yellow("left out")} ${attempt}: it needs ${needs}`),
    ...made.flatMap(({ account, kind, name, reason, result: came }) =>
      came === "left"
        ? `${red("left")}     ${kind} ${name} of account ${account}: ${reason}; run this again to remove it`
        : [],
    ),
    ...(isChanged
      ? [
          "the attempts have changed the readers' roles: eks-pod-secrets up --refresh sets them right, eks-pod-secrets destroy takes everything away",
        ]
      : []),
    ...(isComplete ? [] : ["not every attempt was made"]),
    (result === "verified" ? green : red)(
      `${refused} of ${count(attempts.length, "attempt")} refused: ${result}`,
    ),
  ].join("\n");
}
