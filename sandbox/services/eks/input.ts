import { AwsError } from "../../wire/messages/operation";

/** Members of an operation's input, not yet checked. */
export type Input = Record<string, unknown>;

/** EKS's answer to a member that is missing or of the wrong kind. */
export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message, 400);
}

/** A member that must be a non-empty string. */
export function requiredString(input: Input, member: string): string {
  const value = input[member];
  if (typeof value !== "string" || value === "") {
    throw invalidParameter(`${member} is required and must be a string`);
  }
  return value;
}

/** A member that must be a string where it is given. */
export function optionalString(input: Input, member: string): string | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw invalidParameter(`${member} must be a string`);
  return value;
}

/** A member that must be true or false where it is given. */
export function optionalBoolean(input: Input, member: string): boolean | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "boolean") throw invalidParameter(`${member} must be true or false`);
  return value;
}

/** A member that must be a list of strings where it is given; one string, as a query parameter gives it, is a list of one. */
export function stringList(input: Input, member: string): string[] {
  const value = input[member];
  if (value === undefined || value === null) return [];
  const list = Array.isArray(value) ? value : [value];
  if (list.some((item) => typeof item !== "string")) {
    throw invalidParameter(`${member} must be a list of strings`);
  }
  return list as string[];
}

/** A member that must be an object where it is given. */
export function optionalObject(input: Input, member: string): Input | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw invalidParameter(`${member} must be an object`);
  return value;
}

/** Tags of a request: at most 50, none reserved for AWS. */
export function tagsOf(input: Input): Record<string, string> {
  const tags = optionalObject(input, "tags") ?? {};
  const names = Object.keys(tags);
  if (names.length > 50) throw invalidParameter(`tags must be at most 50, got ${names.length}`);
  for (const name of names) {
    if (typeof tags[name] !== "string") throw invalidParameter(`tag ${name} must be a string`);
    if (name.startsWith("aws:"))
      throw invalidParameter(`tag ${name} uses the reserved prefix aws:`);
  }
  return { ...tags } as Record<string, string>;
}

/** One page of `items`, and the token of the next. */
export function paginate<T>(items: T[], input: Input): { page: T[]; nextToken?: string } {
  const size = Number(input.maxResults ?? 100);
  if (!Number.isInteger(size) || size < 1 || size > 100) {
    throw invalidParameter(`maxResults must be 1 to 100, got ${String(input.maxResults)}`);
  }
  const token = optionalString(input, "nextToken");
  const start = token ? Number(Buffer.from(token, "base64url").toString()) : 0;
  if (!Number.isInteger(start) || start < 0) throw invalidParameter("nextToken is not valid");
  const end = start + size;
  const page = items.slice(start, end);
  if (end >= items.length) return { page };
  return { page, nextToken: Buffer.from(String(end)).toString("base64url") };
}

/** Whether a JSON value is an object and no list. */
export function isObject(value: unknown): value is Input {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
