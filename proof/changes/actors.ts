import { memoize } from "../collections";
import type { IdentityDocuments } from "../domain/documents";
import { findByArn } from "../domain/documents-index";
import type { RequestPrincipal } from "../domain/request";
import { readArn, subjectOf } from "../evaluator/matching/subject";
import type { RawPolicy } from "../grammar/syntax";
import type { Actor, AskedTags, Change, World } from "./change";

/** The actor that calls as this principal. A session of the same role with other tags, or with a session policy, is another actor. */
export function actorOf(principal: RequestPrincipal, sessionPolicy?: RawPolicy | null): Actor {
  const { arn, label } = subjectOf(principal);
  const tags = "tags" in principal && principal.tags ? principal.tags : undefined;
  const own = tags ? ` ${JSON.stringify(Object.entries(tags).sort())}` : "";
  const key = `${arn ?? label}${own}`;
  if (sessionPolicy === undefined || sessionPolicy === null) return { key, principal };
  const limit = { name: `session policy of ${label}`, document: sessionPolicy };
  return { key: `${key} ${JSON.stringify(sessionPolicy)}`, principal, sessionPolicies: [limit] };
}

/** A session of the role, with these tags in addition to the role's own. */
export function sessionOf(roleArn: string, tags?: Record<string, string>): Actor {
  return actorOf({ kind: "session", roleArn, ...(tags && { tags }) });
}

export function userOf(arn: string): Actor {
  return actorOf({ kind: "user", arn });
}

/** ARN of the role or user behind the actor; empty if there is none. */
export function identityOf({ principal }: Actor): string {
  if (principal?.kind === "session") return principal.roleArn;
  return principal?.kind === "user" ? principal.arn : "";
}

/** The account of an ARN, cached. */
export function accountIn(arn: string): string {
  return readArn(arn)?.account ?? "";
}

/** The actor's account; empty if it has none. */
export function accountOfActor({ principal }: Actor): string {
  return principal ? accountOfPrincipal(principal) : "";
}

const accountOfPrincipal = memoize(
  (principal: RequestPrincipal) => subjectOf(principal).account ?? "",
);

/** The held actors after a role or user has got other tags. A session's tags take precedence over those of its role. */
export function retagged(
  held: Iterable<Actor>,
  { arn, asked }: NonNullable<Change["retags"]>,
  { documents }: World,
): Actor[] {
  const list = arn.includes(":user/") ? documents.users : documents.roles;
  const tags = tagged(findByArn<IdentityDocuments>(list, arn)?.tags, asked);
  return [...held]
    .filter((one) => identityOf(one) === arn)
    .flatMap((one) => {
      const { principal } = one;
      if (principal?.kind !== "session" && principal?.kind !== "user") return [];
      const other = actorOf({ ...principal, tags: { ...tags, ...principal.tags } });
      return [
        { ...one, ...other, key: `${other.key}${one.sessionPolicies ? ` of ${one.key}` : ""}` },
      ];
    });
}

/** Applies asked tags: removes those that must be missing, and adds those that must be there. */
export function tagged(
  tags: Record<string, string> | null | undefined,
  asked: AskedTags,
): Record<string, string> {
  const lower = new Set(Object.keys(asked).map((key) => key.toLowerCase()));
  const kept = Object.entries(tags ?? {}).filter(([key]) => !lower.has(key.toLowerCase()));
  const added = Object.entries(asked).flatMap(([key, value]) =>
    value === null ? [] : [[key, value] as const],
  );
  return Object.fromEntries([...kept, ...added]);
}
