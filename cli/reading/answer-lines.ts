import type { SecretReading } from "../../sdk/access";
import { sayPrincipal } from "../../sdk/access/prover/counterexample/say-principal";
import { parseArn } from "../../sdk/grant";
import { requestInWords } from "../proof/request-words";
import { coloursOf, countObjects } from "../terminal/output";

/** Who a reading is by, in a line. */
export function readerLine({ as, principal, reader }: SecretReading): string {
  const colours = coloursOf(process.stdout);
  const who = reader
    ? `${reader.namespace}/${reader.serviceAccount} of ${reader.clusterArn}, as ${sayPrincipal(principal)}`
    : as === "unknown principal"
      ? `${sayPrincipal(principal)}, of which the documents say nothing; so may others like it`
      : sayPrincipal(principal);
  const kind = as.padEnd(18);
  return `  ${as === "unknown principal" ? colours.red(kind) : kind}${who}`;
}

/** How many secrets and parameters are read, or that nothing is. */
export function readingsTitle(found: Omit<SecretReading, "as">[]): string {
  if (found.length === 0) return "nothing";
  const parameters = found.filter(({ secret }) => parseArn(secret)?.service === "ssm").length;
  return `${countObjects(found.length - parameters, parameters)}:`;
}

/** What is read, and by which request, in two lines. */
export function readingLines({ request, secret }: Omit<SecretReading, "as">): string {
  return `  ${secret}\n    ${requestInWords(request)}`;
}
