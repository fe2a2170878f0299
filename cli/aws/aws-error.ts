import { UserError } from "../terminal/errors";

/** Whether an error is AWS's answer with one of these codes. */
export function isError(error: unknown, ...names: string[]): error is Error {
  return error instanceof Error && names.includes(error.name);
}

/** Uses an AWS client, and then closes its connections. */
export async function withClient<Client extends { destroy(): void }, Answer>(
  client: Client,
  use: (client: Client) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}

/** A `.catch` handler that returns undefined for an error with one of these codes. Any other is thrown. */
export function nothingIf(...names: string[]): (error: unknown) => undefined {
  return (error) => {
    if (!isError(error, ...names)) throw error;
  };
}

/** The message of AWS or the SDK as a `UserError`, without details if it reveals something of the value. */
export function awsFailure(error: unknown, what: string, value: Buffer | undefined): UserError {
  if (error instanceof UserError || !(error instanceof Error)) throw error;
  const said = explainedError(error);
  const isQuoted = value !== undefined && quotesValue(said, value);
  return new UserError(
    `${what}: ${isQuoted ? `${error.name}; its message holds a part of the value, and is not shown` : said}`,
  );
}

/** Why a look failed. `what` is the rest of the sentence: `cannot look at role orders`. */
export function failureReason(error: unknown, what: string): string {
  return error instanceof UserError ? error.message : awsFailure(error, what, undefined).message;
}

/** AWS's refusals of who asks, or when, and what to do about each. */
export const REFUSED_REQUESTS: [refusal: RegExp, remedy: string][] = [
  [
    /\bExpiredToken(?:Exception)?\b/,
    "The session of the credentials has ended: get new ones, and run the command again",
  ],
  [
    /Signature (?:not yet current|expired)|RequestTimeTooSkewed/,
    "The clock of this machine is wrong: set it, and run the command again",
  ],
  [
    /\bRequestExpired\b/,
    "The session of the credentials has ended, or the clock of this machine is wrong: get new ones or set it, and run the command again",
  ],
];

/** What AWS or the SDK says of a failure, and what to do about it as far as that is known. */
export function explainedError(error: Error): string {
  const said = noAnswerReason(error) ?? `${error.name}: ${error.message}`;
  const remedy = REFUSED_REQUESTS.find(([refusal]) => refusal.test(said))?.[1];
  return remedy === undefined ? said : `${said.replace(/\.$/, "")}. ${remedy}`;
}

/** Why AWS did not answer: it cannot be reached, or something else answered. Undefined if AWS did answer. */
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

/** An error for an answer that lacks a required part. */
export function unreadable($metadata: object): Error {
  return Object.assign(new Error("an answer of AWS"), { name: "UnknownAnswer", $metadata });
}

type AnyError = Error & { $metadata?: { httpStatusCode?: number }; code?: unknown };

/** The number of characters of a value, or of an encoding of it, that reveal something. A shorter value counts as a whole. */
const WINDOW = 8;

/** Whether a text contains a secret's value or a part of it: as it is, or in JSON, a URL, hexadecimal digits or base64. */
export function quotesValue(text: string, value: Buffer): boolean {
  const said = windowsOf(text.toLowerCase());
  return encodings(value).some((form) => {
    const lower = form.toLowerCase();
    if (lower.length <= WINDOW) return lower !== "" && text.toLowerCase().includes(lower);
    return [...windowsOf(lower)].some((window) => said.has(window));
  });
}

function windowsOf(text: string): Set<string> {
  const starts = Array.from({ length: Math.max(0, text.length - WINDOW + 1) }, (_, start) => start);
  return new Set(starts.map((start) => text.slice(start, start + WINDOW)));
}

function encodings(value: Buffer): string[] {
  const text = value.toString("utf8");
  const inJson = JSON.stringify(text).slice(1, -1);
  const inUrl = Array.from(value, (byte) => inUrlOf(byte)).join("");
  return [
    ...[text, inJson, JSON.stringify(inJson).slice(1, -1), value.toString("hex")],
    ...[inUrl, inUrl.replaceAll("%20", "+")],
    ...[0, 1, 2].flatMap((offset) => inBase64(value.subarray(offset))),
  ];
}

/** A byte in the encoding of `encodeURIComponent`, which only exists for text. */
function inUrlOf(byte: number): string {
  const character = String.fromCharCode(byte);
  return byte < 0x80
    ? encodeURIComponent(character)
    : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

/** The base64 forms, without the last characters, which depend on what follows the value. */
function inBase64(bytes: Buffer): string[] {
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
  return [whole.toString("base64"), whole.toString("base64url")];
}
