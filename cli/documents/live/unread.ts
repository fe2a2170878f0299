import type { Gap, OpenDocuments } from "../../../proof";
import { accountTitle, type ResolvedAccount } from "../../../sdk/grant";
import { orUnread } from "./live-call";

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
  return orUnread(read, ({ action, message }) => {
    unread.push(unreadOf(account, action, about, open, message));
    return undefined;
  });
}
