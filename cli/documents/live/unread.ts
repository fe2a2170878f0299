import { accountTitle, type ResolvedAccount } from "eks-pod-secrets/grant";
import type { Gap, OpenDocuments, PolicyKind, RawPolicy } from "iam-proof";
import { grammarError } from "iam-proof/grammar";
import { orUnread, parsed, UnreadError } from "./live-call";

/** A failed read, or an answer that is not understood. It leaves a gap in the documents. */
export interface Unread extends Gap {
  /** The action of the call. */
  call: string;
  /** ID of the account. */
  account: string;
  /** What the call should have read. */
  about: string;
  /** What AWS answered, or what is not understood. */
  problem: string;
}

/** Describes a failed read of an account, and what it leaves unknown. */
export function unreadOf(
  account: Pick<ResolvedAccount, "id" | "name">,
  call: string,
  about: string,
  open: OpenDocuments,
  problem: string,
): Unread {
  const reason = `${call} in account ${accountTitle(account)} leaves open ${about}: ${problem}`;
  return { open, reason, call, account: account.id, about, problem };
}

/** Reads something from an account. If a call fails, notes it with what it leaves unknown, and returns undefined. */
export function attempt<T>(
  { account, unread }: { account: Pick<ResolvedAccount, "id" | "name">; unread: Unread[] },
  about: string,
  open: OpenDocuments,
  read: () => Promise<T>,
): Promise<T | undefined> {
  return orUnread(read, (error) => noteUnread({ account, unread }, about, open, error));
}

/** Notes a failed read, and what it leaves unknown. */
export function noteUnread(
  { account, unread }: { account: Pick<ResolvedAccount, "id" | "name">; unread: Unread[] },
  about: string,
  open: OpenDocuments,
  { action, message }: UnreadError,
): undefined {
  unread.push(unreadOf(account, action, about, open, message));
}

/** Parses a policy that AWS answered as JSON. Invalid JSON, or a policy outside this grammar, is an `UnreadError`. */
export function understoodText(
  action: string,
  kind: PolicyKind,
  name: string,
  text: string,
): RawPolicy {
  const document: RawPolicy = parsed(action, () => JSON.parse(text));
  requireUnderstood(action, kind, name, document);
  return document;
}

/** Throws an `UnreadError` if a document is outside this grammar: what it lets in is then unknown. */
export function requireUnderstood(
  action: string,
  kind: PolicyKind,
  name: string,
  document: RawPolicy,
): void {
  const error = grammarError({ name, document }, kind);
  if (error) throw new UnreadError(action, error.message);
}
