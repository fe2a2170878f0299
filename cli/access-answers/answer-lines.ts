import type { SecretReading } from "../../sdk/access";
import { sayPrincipal } from "../../sdk/access/prover/counterexample/say-principal";
import { parseArn } from "../../sdk/grant";
import { requestInWords } from "../proof/request-words";
import { exitCodes } from "../terminal/errors";
import { coloursOf, countObjects, print, printJson } from "../terminal/output";
import type { InventoryNames } from "./inventory-names";

/** Who a reading is by, in a line. */
export function readerLine(
  { as, principal, reader, remark, secret }: SecretReading,
  names: InventoryNames,
): string {
  const colours = coloursOf(process.stdout);
  const who = reader
    ? `${names.reader(reader)}, as ${sayPrincipal(principal)}`
    : as === "unknown principal"
      ? `${sayPrincipal(principal)}, of which the documents say nothing; so may others like it`
      : as === "rotation role"
        ? `of ${names.object(secret)}, as ${sayPrincipal(principal)}`
        : sayPrincipal(principal);
  const kind = as.padEnd(18);
  return `  ${as === "unknown principal" ? colours.red(kind) : kind}${who}${remarkLine(remark, names)}`;
}

/** How many secrets and parameters are read, or that nothing is. */
export function readingsTitle(found: Omit<SecretReading, "as">[]): string {
  if (found.length === 0) return "nothing";
  const parameters = found.filter(({ secret }) => parseArn(secret)?.service === "ssm").length;
  return `${countObjects(found.length - parameters, parameters)}:`;
}

/** What is read, and by which request, in two lines. */
export function readingLines(
  { remark, request, secret }: Omit<SecretReading, "as">,
  names: InventoryNames,
): string {
  return `  ${names.object(secret)}\n    ${names.marked(requestInWords(request))}${remarkLine(remark, names)}`;
}

function remarkLine(remark: string | undefined, { marked }: InventoryNames): string {
  return remark === undefined ? "" : `\n    ${marked(remark)}`;
}

/** Prints who reads what: in JSON where that is asked, else in lines. Exit code 2 where the list is not complete. */
export function printReadings<Answer extends { result: "complete" | "unknown"; reason?: string }>(
  answer: Answer,
  { json }: { json?: true },
  lines: string[],
): void {
  if (answer.result === "unknown") process.exitCode = exitCodes.error;
  const open = answer.reason ? [`the list is not complete: ${answer.reason}`] : [];
  if (json) printJson(answer);
  else print([...lines, ...open].join("\n"));
}
