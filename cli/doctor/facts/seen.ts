import { accountTitle, type ResolvedAccount } from "eks-pod-secrets/grant";
import { failureReason, isError } from "../../aws/aws-error";
import { orUnread, UnreadError } from "../../documents/live/live-call";
import type { Finding, Seen } from "../step";

/** A finding that something was not seen. */
export type NotSeen = Extract<Finding, { result: "not seen" }>;

/** AWS's error codes for a missing right. */
const REFUSALS = ["AccessDeniedException", "AccessDenied", "UnauthorizedOperation"];

/** The result of `ask`, or why there is none. `what` follows "cannot". `right` is reported if it is missing. */
export async function seen<T>(
  what: string,
  right: string,
  ask: () => Promise<T>,
): Promise<Seen<T>> {
  try {
    return { value: await ask() };
  } catch (error) {
    return {
      unseen: error instanceof UnreadError ? error.message : failureReason(error, `cannot ${what}`),
      ...missingRight(error, right),
    };
  }
}

/** The missing right in a refusal by AWS or a cluster's API. */
function missingRight(error: unknown, right: string): { right?: string } {
  const { status } = error as { status?: number };
  if (status === 401) return { right: "an access entry of the cluster for these credentials" };
  return status === 403 || isError(error, ...REFUSALS) ? { right } : {};
}

/** The value that was seen; undefined if it was not seen. */
export function ifSeen<T>(fact: Seen<T> | undefined): T | undefined {
  return fact && "value" in fact ? fact.value : undefined;
}

/** Applies a function to what was seen. */
export function mapSeen<T, U>(fact: Seen<T>, make: (value: T) => U): Seen<U> {
  return "value" in fact ? { value: make(fact.value) } : fact;
}

/** The findings about what was seen, or that it was not seen. */
export function ofSeen<T>(fact: Seen<T>, find: (value: T) => Finding[]): Finding[] {
  return "value" in fact ? find(fact.value) : [notSeen(fact)];
}

/** The finding that something was not seen. */
export function notSeen({ right, unseen }: { unseen: string; right?: string }): NotSeen {
  return { result: "not seen", says: unseen, ...(right !== undefined && { right }) };
}

/** Why something was not seen, with the right that is missing. */
export function unseenOf(
  { action, message }: Pick<UnreadError, "action" | "message">,
  account?: Pick<ResolvedAccount, "id" | "name">,
): { unseen: string; right?: string } {
  const right = account ? `${action} in account ${accountTitle(account)}` : action;
  const isRefused = /^(?:AccessDenied|UnauthorizedOperation)/.test(message);
  return { unseen: `${right}: ${message}`, ...(isRefused && { right }) };
}

/** The result of reading an account, or why there is none. */
export function seenOf<T>(
  account: Pick<ResolvedAccount, "id" | "name"> | undefined,
  read: () => T | Promise<T>,
): Promise<Seen<T>> {
  return orUnread<Seen<T>, Seen<T>>(
    async () => ({ value: await read() }),
    (error) => unseenOf(error, account),
  );
}
