import type { AccessDocuments } from "../domain/documents";
import { describeReader, isUntagged } from "../domain/principal-kind";
import { accountOf } from "../names";
import { actorOf, identityOf, sessionOf, userOf } from "./actors";
import type { Actor, World } from "./change";
import { providersTrusted, vouchedFor } from "./providers";
import { entriesLetIn } from "./rights";
import { rolesIn } from "./worlds";

/** Every actor from which an attack may start: roles and users, readers with their session tags, and outsiders whom policies let in. */
export function startsIn({ documents }: World): Actor[] {
  const readers = readersIn(documents);
  const associated = new Set(readers.map(identityOf));
  const others = rolesIn(documents).filter(({ arn }) => !associated.has(arn));
  const all = [
    ...readers,
    ...others.map(({ arn }) => sessionOf(arn)),
    ...(documents.users ?? []).map(({ arn }) => userOf(arn)),
    ...providersTrusted(documents).map(vouchedFor),
    ...strangersIn(documents),
  ];
  return [...new Map(all.map((one) => [one.key, one])).values()];
}

/** The declared readers, with the sessions that their associations create. */
export function readersIn({ associations, principalKind }: AccessDocuments): Actor[] {
  return (associations ?? []).map((one) => {
    const tags = isUntagged(one) ? undefined : describeReader(principalKind, one).fixedTags;
    return actorOf({ kind: "session", roleArn: one.roleArn, ...(tags && { tags }) }, one.policy);
  });
}

/** Somebody in an account that the documents do not know. */
export const ANYONE = "arn:aws:iam::000000000000:role/anyone";

/** Principals that resource policies let in and that are not in the documents. Their own account may allow them everything. */
function strangersIn({ keys, roles, secrets, users }: AccessDocuments): Actor[] {
  const entries = [
    ...(roles ?? []).flatMap(({ trust }) => entriesLetIn("trust", trust)),
    ...(secrets ?? []).flatMap(({ policy }) => entriesLetIn("resource", policy)),
    ...(keys ?? []).flatMap(({ policy }) => entriesLetIn("key", policy)),
  ];
  const known = new Set([...(roles ?? []), ...(users ?? [])].map(({ arn }) => accountOf(arn)));
  return entries.flatMap((entry) => {
    switch (entry.kind) {
      case "any":
        return [sessionOf(ANYONE)];
      case "account":
        return known.has(entry.account)
          ? []
          : [sessionOf(`arn:aws:iam::${entry.account}:role/anyone`)];
      case "role":
        return known.has(accountOf(entry.arn)) ? [] : [sessionOf(entry.arn)];
      case "user":
        return known.has(accountOf(entry.arn)) ? [] : [userOf(entry.arn)];
      default:
        return [];
    }
  });
}
