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
  const { account = "", call = "", problem = "", reason }: Gap & Partial<Unread> = gap;
  const told = unseenOf({ action: call, message: problem }, { id: account, name: account });
  return notSeen({ ...told, unseen: reason });
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
