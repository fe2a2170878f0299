import type { Gap, OpenDocuments } from "iam-proof";
import type { Unread } from "../../documents/live/unread";
import type { AccountFacts, ObjectFacts } from "../facts/account-facts";
import { type NotSeen, notSeen, unseenOf } from "../facts/seen";

/** Why a role could not be read, if it could not be. */
export function roleGap(
  facts: AccountFacts,
  arn: string,
  part: "rights" | "trust" = "rights",
): NotSeen | undefined {
  return gapOf(
    facts,
    (open) =>
      (open.kind === "account" && open.roles.includes(arn)) ||
      (open.kind === part && open.arn === arn),
  );
}

/** Why a secret's policy, or a key, could not be read, if it could not be. */
export function policyGap(
  facts: AccountFacts,
  kind: "secret" | "parameter" | "key",
  arn: string,
): NotSeen | undefined {
  return gapOf(
    facts,
    (open) =>
      open.kind === kind && open.arn === arn && (open.kind !== "secret" || open.part === "policy"),
  );
}

function gapOf(
  { accounts: { unread } }: AccountFacts,
  isAsked: (open: OpenDocuments) => boolean,
): NotSeen | undefined {
  const gap = unread.find(({ open }) => isAsked(open));
  if (!gap) return undefined;
  // A gap of a reading knows which call failed. One of what is not understood does not.
  const { account = "", call = "", problem = "", reason }: Gap & Partial<Unread> = gap;
  const unseen = unseenOf({ action: call, message: problem }, { id: account, name: account });
  return notSeen({ ...unseen, unseen: reason });
}

export function absentFinding(what: string): NotSeen {
  return { result: "not seen", says: `${what} is not there, or is deleted` };
}

/** Why nothing can be said of the policies and the key of an object: it was not read, or is not there. */
export function absentOrUnseen({ grant, object }: ObjectFacts): NotSeen | undefined {
  if (!("value" in object)) return notSeen(object);
  const isThere = object.value && !object.value.deletedOn;
  return isThere ? undefined : absentFinding(grant.target.id);
}
