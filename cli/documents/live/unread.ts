import { accountTitle, type ResolvedAccount } from "eks-pod-secrets/grant";
import type { Gap, OpenDocuments, PolicyKind, RawPolicy } from "iam-proof";
import { grammarError } from "iam-proof/grammar";
import { orUnread, parsed, UnreadError } from "./live-call";

/** A read that failed, or whose answer is not understood: a gap in the documents. */
export interface Unread extends Gap {
  /** The action of the call. */
  call: string;
  /** Id of the account. */
  account: string;
  /** What was to be read. */
  about: string;
  /** What AWS said, or what is not understood. */
  problem: string;
}

/** Describes a read of an account that failed, and what it leaves open. */
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

/** Reads something of an account. Where a call fails, that is noted with what it leaves open, and there is no answer. */
export function attempt<T>(
  { account, unread }: { account: Pick<ResolvedAccount, "id" | "name">; unread: Unread[] },
  about: string,
  open: OpenDocuments,
  read: () => Promise<T>,
): Promise<T | undefined> {
  return orUnread(read, (error) => noteUnread({ account, unread }, about, open, error));
}

/** Notes what could not be read, and what that leaves open. */
export function noteUnread(
  { account, unread }: { account: Pick<ResolvedAccount, "id" | "name">; unread: Unread[] },
  about: string,
  open: OpenDocuments,
  { action, message }: UnreadError,
): undefined {
  unread.push(unreadOf(account, action, about, open, message));
}

/** A policy that AWS answered as JSON. One that is none, or that this grammar does not know, is an `UnreadError`. */
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

/** Throws an `UnreadError` where this grammar does not know what a document says: nobody knows then what it lets in. */
export function requireUnderstood(
  action: string,
  kind: PolicyKind,
  name: string,
  document: RawPolicy,
): void {
  const error = grammarError({ name, document }, kind);
  if (error) throw new UnreadError(action, error.message);
}
