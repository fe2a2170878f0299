import type { ResolvedReader, ResolvedRole } from "eks-pod-secrets/grant";
import type { Gap } from "iam-proof";
import type { Unread } from "../../documents/live/unread";
import type { AccountFacts, ObjectFacts } from "../facts/account-facts";
import { type NotSeen, notSeen, unseenOf } from "../facts/seen";
import { unseen } from "./findings";

/** Why a role's rights or trust, a secret's policy, a parameter or a key could not be read, if so. */
export function gapOf(
  { accounts: { unread } }: AccountFacts,
  kind: "rights" | "trust" | "secret" | "parameter" | "key",
  arn: string,
): NotSeen | undefined {
  const gap = unread.find(({ open }) => {
    if (open.kind === "account") return open.roles.includes(arn);
    const isOther = open.kind === "secret" && open.part !== "policy";
    return open.kind === kind && open.arn === arn && !isOther;
  });
  if (!gap) return undefined;
  // A gap from a failed read names the call. One for something that is not understood does not.
  const { about, account = "", call = "", problem = "", reason }: Gap & Partial<Unread> = gap;
  const told = unseenOf({ action: call, message: problem }, { id: account, name: account });
  return notSeen({
    ...told,
    unseen: about ? `${about} could not be read: ${told.unseen}` : reason,
  });
}

/** Why each of the reader's roles could not be read, and which roles could be read but do not exist. */
export function rolesUnread(
  facts: AccountFacts,
  kind: "rights" | "trust",
): { absent: ResolvedRole[]; gaps: Map<string, NotSeen> } {
  const gaps = new Map<string, NotSeen>();
  const absent = rolesOf(facts.reader).filter(({ arn }) => {
    const gap = gapOf(facts, kind, arn);
    if (gap) gaps.set(arn, gap);
    return !gap && !facts.accounts.documents.roles?.some((one) => one.arn === arn);
  });
  return { absent, gaps };
}

/** The roles of a reader. */
export function rolesOf({ role, targetRole }: ResolvedReader): ResolvedRole[] {
  return [role, ...(targetRole ? [targetRole] : [])];
}

export function absentFinding(what: string): NotSeen {
  return unseen(`${what} is not there, or is deleted`);
}

/** Why nothing can be said about an object's policies, key and value: it was not read or does not exist. */
export function absentOrUnseen({ grant, object }: ObjectFacts): NotSeen | undefined {
  if (!("value" in object)) return notSeen(object);
  const isThere = object.value && !object.value.deletedOn;
  return isThere ? undefined : absentFinding(grant.target.id);
}
