import { UserError } from "../terminal/errors";
import { quotesValue } from "./quotes-value";

/** An answer of AWS with one of these error codes. */
export function isError(error: unknown, ...names: string[]): error is Error {
  return error instanceof Error && names.includes(error.name);
}

/** Answers nothing to an error with one of these codes, for `.catch` of a promise. Any other is thrown. */
export function nothingIf(...names: string[]): (error: unknown) => undefined {
  return (error) => {
    if (!isError(error, ...names)) throw error;
  };
}

/** What AWS or the SDK said, as a mistake to put right; nothing of it where it says something of the value. */
export function awsFailure(error: unknown, what: string, value: Buffer | undefined): UserError {
  if (error instanceof UserError || !(error instanceof Error)) throw error;
  const said = noAnswerReason(error) ?? `${error.name}: ${error.message}${clockAdvice(error)}`;
  const isQuoted = value !== undefined && quotesValue(said, value);
  return new UserError(
    `${what}: ${isQuoted ? `${error.name}; its message holds a part of the value, and is not shown` : said}`,
  );
}

/** How AWS refuses a signature of another time. */
export const WRONG_TIME = /Signature (?:not yet current|expired)|RequestTimeTooSkewed/;

export const SET_THE_CLOCK =
  "The clock of this machine is wrong: set it, and run the command again";

function clockAdvice({ message, name }: Error): string {
  return WRONG_TIME.test(`${name} ${message}`) ? `. ${SET_THE_CLOCK}` : "";
}

/** Why there is no answer of AWS: it cannot be reached, or what answers is not AWS. Undefined where AWS has answered. */
export function noAnswerReason(error: Error): string | undefined {
  const { $metadata, code, message, name } = error as AnyError;
  const url = process.env.AWS_ENDPOINT_URL;
  const where = url ? ` at AWS_ENDPOINT_URL, ${url}` : "";
  const status = $metadata?.httpStatusCode;
  if (name === "SyntaxError" || /^Unknown/.test(name) || /^Unknown(?:Error)?$/.test(message)) {
    return `AWS answered nothing that can be read${where}${status ? ` (HTTP status ${status})` : ""}`;
  }
  if (status !== undefined || (typeof code !== "string" && name !== "TimeoutError"))
    return undefined;
  const why = message.startsWith("@smithy/") ? "no answer in time" : message || code;
  return `AWS cannot be reached${where}: ${why}`;
}

/** An answer without what every answer of its kind has. */
export function unreadable($metadata: object): Error {
  return Object.assign(new Error("an answer of AWS"), { name: "UnknownAnswer", $metadata });
}

type AnyError = Error & { $metadata?: { httpStatusCode?: number }; code?: unknown };
