import { count } from "../../terminal/output";
import type { TrialAnswer, TriedAttempt } from "./shape";
import { worldName } from "./world";

/** The report of a trial, in Markdown. It holds no value and no credentials. */
export function reportText(answer: TrialAnswer): string {
  const { attempts, begun, id, keys, kill, left, leftOut, proof, reads, result, revoked } = answer;
  const { accounts, resumed, seconds, steps, versions, world } = answer;
  const refused = attempts.filter((one) => one.result === "refused");
  const read = reads.filter((one) => one.result === "reads");
  return [
    `# Trial ${id}: ${result}`,
    "",
    `Begun ${begun} in ${worldName(world)}; it took ${seconds} s.`,
    ...(resumed ? [`It was stopped, and went on at ${resumed.join(" and ")}.`] : []),
    `${read.length} of ${count(reads.length, "read")} succeeded, ${refused.length} of ${count(attempts.length, "attempt")} were refused.`,
    ...(proof ? [`\`prove --live\`: ${proof.result}, ${count(proof.claims, "claim")}.`] : []),
    ...(proof?.open ?? []).map((one) => `- ${one}`),
    ...(kill
      ? [
          kill.isKilled
            ? `The run of stack ${kill.stack} was killed when it held ${count(kill.resources, "resource")}, and then repeated.`
            : `No run was killed: the trial saw none that brought stack ${kill.stack} to ${count(kill.resources, "resource")}.`,
        ]
      : []),
    "",
    ...table(["", "version"], Object.entries(versions)),
    "",
    ...table(
      ["account", "id", "region"],
      accounts.map((one) => [one.name, one.id, one.region]),
    ),
    "",
    "## Steps",
    "",
    ...table(
      ["step", "result", "seconds"],
      steps.map((one) => [
        one.step,
        one.reason ? `${one.result}: ${one.reason}` : one.result,
        one.seconds,
      ]),
    ),
    "",
    "## Reads",
    "",
    ...table(
      ["reader", "secret", "value", "by", "result", "request", "seconds"],
      reads.map((one) => [
        ...[one.reader, one.object, one.value, one.by],
        ...[one.reason ? `${one.result}: ${one.reason}` : one.result, one.requestId, one.seconds],
      ]),
    ),
    "",
    "## Attempts",
    "",
    ...attemptTable(attempts),
    ...leftOut.map((one) => `\nNot tried: ${one.attempt}, which needs ${one.needs}.`),
    "",
    "## The reader that was cut off",
    "",
    ...attemptTable(revoked),
    "",
    "## What is left",
    "",
    ...(result === "interrupted"
      ? [`All that was made, until \`eks-pod-secrets trial --remove ${id}\` removes it.`]
      : left.length === 0
        ? ["Nothing but keys that wait for their deletion."]
        : []),
    ...left.map(
      (one) =>
        `- account ${one.account}: ${one.kind} ${one.name}${one.reason ? `: ${one.reason}` : ""}`,
    ),
    ...keys.map((one) => `- ${one.arn}: AWS deletes it on ${one.deletion}.`),
    "",
  ].join("\n");
}

function attemptTable(attempts: readonly TriedAttempt[]): string[] {
  return table(
    ["attempt", "result", "code", "AWS's answer", "request", "seconds"],
    attempts.map((one) => [
      ...[one.attempt, one.result, one.code, one.reason, one.requestId, one.seconds],
    ]),
  );
}

type Cell = string | number | undefined;

function table(head: string[], rows: Cell[][]): string[] {
  const line = (cells: Cell[]) => `| ${cells.map(cellText).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}

function cellText(cell: Cell = ""): string {
  return String(cell)
    .replaceAll(/[\r\n]+/g, " ")
    .replaceAll("|", "\\|");
}
