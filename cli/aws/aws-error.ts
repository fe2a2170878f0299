import { UserError } from "../errors";

/** An answer of AWS with one of these error codes. */
export function isError(error: unknown, ...names: string[]): error is Error {
  return error instanceof Error && names.includes(error.name);
}

/** What AWS or the SDK said, as a mistake to put right; never with the value in it. */
export function awsFailure(error: unknown, what: string, value: string | undefined): UserError {
  if (error instanceof UserError || !(error instanceof Error)) throw error;
  const quotes = value !== undefined && error.message.includes(value);
  return new UserError(`${what}: ${error.name}${quotes ? "" : `: ${error.message}`}`);
}
