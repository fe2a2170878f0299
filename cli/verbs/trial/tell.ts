import { exitCodes } from "../../terminal/errors";
import { coloursOf, count, print, printJson } from "../../terminal/output";
import type { TrialAnswer } from "./shape";

/** Tells what came of a trial or of its removal, and sets the exit code. `canGoOn`: where it was stopped, `--resume` goes on. */
export function tell(
  answer: TrialAnswer,
  { json }: { json?: true },
  { canGoOn }: { canGoOn: boolean },
): void {
  const { result } = answer;
  if (result !== "passed" && result !== "removed") process.exitCode = exitCodes.refuted;
  if (json) printJson(answer);
  else print(answerText(answer, canGoOn));
}

function answerText(
  { attempts, id, keys, left, reads, result, steps }: TrialAnswer,
  canGoOn: boolean,
): string {
  const { green, red, yellow } = coloursOf(process.stdout);
  const isRemoval = result === "removed" || result === "nothing found";
  const isGood = result === "passed" || result === "removed";
  const colour = result === "failed" ? red : isGood ? green : yellow;
  const read = reads.filter((one) => one.result === "reads").length;
  const refused = attempts.filter((one) => one.result === "refused").length;
  const sums = `${read} of ${count(reads.length, "read")} succeeded, ${refused} of ${count(attempts.length, "attempt")} were refused`;
  return [
    ...(isRemoval ? [] : [sums]),
    ...steps.flatMap(({ reason, step }) => (reason ? [`failed: ${step}: ${reason}`] : [])),
    ...left.map(
      ({ account, kind, name, reason }) =>
        `still there, as far as is known: account ${account}: ${kind} ${name}${reason ? `: ${reason}` : ""}`,
    ),
    ...keys.map(({ arn, deletion }) => `AWS deletes ${arn} on ${deletion}`),
    colour(`trial ${id}: ${result}`),
    ...(result === "nothing found"
      ? [
          "nothing of it was found: compare the id, the profiles and the region with those of the trial",
        ]
      : []),
    ...(result === "interrupted" && canGoOn
      ? [`to go on: eks-pod-secrets trial --resume ${id}`]
      : []),
    ...(left.length > 0 || result === "interrupted"
      ? [`to remove what is left: eks-pod-secrets trial --remove ${id}`]
      : []),
  ].join("\n");
}
