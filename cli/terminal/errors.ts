import type { PlacedProblem } from "eks-pod-secrets/grant";
import { withoutCredentials } from "./without-credentials";

/** What the command's exit code says. */
export const exitCodes = {
  /** It is as asked. */
  ok: 0,
  /** It is not: a claim is refuted, a check by request failed. */
  refuted: 1,
  /** The command could not do its work: a mistake of the user, or a failure. */
  error: 2,
} as const;

/** What an error says, without credentials in the URLs that the engine and its backends repeat. */
export function messageOf(error: unknown): string {
  return withoutCredentials(error instanceof Error ? error.message : String(error));
}

/** A mistake that its user can put right: printed as one line, without a stack trace. */
export class UserError extends Error {
  override name = "UserError";
}

/** What a `UserError` says; any other error is thrown on. */
export function userReason(error: unknown): string {
  if (error instanceof UserError) return error.message;
  throw error;
}

/** A file that cannot be used, with everything that is wrong with it. */
export class FileError extends UserError {
  override name = "FileError";

  constructor(public readonly problems: PlacedProblem[]) {
    super(problems.map(({ message }) => message).join("\n"));
  }
}
