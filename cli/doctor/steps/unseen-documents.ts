import type { ResolvedReader, ResolvedRole } from "eks-pod-secrets/grant";
import type { Gap } from "iam-proof";
import type { Unread } from "../../documents/live/unread";
import type { AccountFacts, ObjectFacts } from "../facts/account-facts";
import { type NotSeen, notSeen, unseenOf } from "../facts/seen";
import { unseen } from "./findings";

/** Why what a role may, who may become it, a secret's policy, a parameter or a key could not be read, if it could not be. */
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
  // A gap of a reading knows which call failed. One of what is not understood does not.
  const { about, account = "", call = "", problem = "", reason }: Gap & Partial<Unread> = gap;
  const told = unseenOf({ action: call, message: problem }, { id: account, name: account });
  return notSeen({
    ...told,
    unseen: about ? `${about} could not be read: ${told.unseen}` : reason,
  });
}

/** Why each of the reader's roles could not be read, and those of them that could and are not there. */
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

/** The roles as which a reader reads. */
export function rolesOf({ role, targetRole }: ResolvedReader): ResolvedRole[] {
  return [role, ...(targetRole ? [targetRole] : [])];
}

export function absentFinding(what: string): NotSeen {
  return unseen(`${what} is not there, or is deleted`);
}

/** Why nothing can be said of the policies, the key and the value of an object: it was not read, or is not there. */
export function absentOrUnseen({ grant, object }: ObjectFacts): NotSeen | undefined {
  if (!("value" in object)) return notSeen(object);
  const isThere = object.value && !object.value.deletedOn;
  return isThere ? undefined : absentFinding(grant.target.id);
}
