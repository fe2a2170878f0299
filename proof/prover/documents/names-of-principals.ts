import { memoize } from "../../collections/maps";
import type { AccessDocuments, IdentityDocuments } from "../../domain/documents";
import type { ParsedPolicy, ParsedStatement } from "../../grammar/syntax";
import { accountOf } from "../../names/arn";
import { principalArns } from "../texts/domains";
import { patternAccepts } from "../texts/find-text";

/*
 * IAM's API (`CreateRole`, `CreateUser`): names are unique within the account, and not distinguished by case. So no two roles of an account
 * differ in their paths alone.
 */

/** What no two roles, and no two users, have in common: account, kind and name, without the path. */
export function nameKey(arn: string): string {
  const [, kind = ""] = /:(role|user)\//.exec(arn) ?? [];
  return `${accountOf(arn)} ${kind} ${nameOf(arn).toLowerCase()}`;
}

/** The name, without the path. */
export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** Throws where the documents hold a role or user that IAM could not have, of which no question could be answered. */
export function checkPrincipals({ roles, users }: AccessDocuments): void {
  check("role", roles ?? [], principalArns().session);
  check("user", users ?? [], principalArns().user);
}

function check(
  kind: string,
  identities: IdentityDocuments[],
  patterns: ReturnType<typeof principalArns>["session"],
): void {
  const known = new Map<string, string>();
  for (const { arn } of identities) {
    if (!patterns.some((pattern) => patternAccepts(pattern, arn))) {
      throw new Error(`the documents must hold ${kind}s by ARNs that IAM gives, got ${arn}`);
    }
    const other = known.get(nameKey(arn));
    if (other !== undefined && other !== arn) {
      throw new Error(
        `the documents must hold one ${kind} of a name in an account, as IAM does, got ${other} and ${arn}`,
      );
    }
    known.set(nameKey(arn), arn);
  }
}

/** Names of roles and users, in lower case, that the policies compare whatever the path is: by sessions, or after a wildcard. */
export function namesCompared(policies: ParsedPolicy[]): ReadonlySet<string> {
  return new Set(policies.flatMap(({ statements }) => namesIn(statements)));
}

const namesIn = memoize((statements: ParsedStatement[]): string[] =>
  statements.flatMap(({ conditions, principal }) => [
    ...(principal?.entries ?? []).flatMap((entry) =>
      entry.kind === "session" ? [entry.roleName.toLowerCase()] : [],
    ),
    ...conditions.flatMap(({ comparison, key }) =>
      key.name === "aws:principalarn" && (comparison.type === "string" || comparison.type === "arn")
        ? comparison.values.flatMap(({ tokens }) => {
            const last = tokens.at(-1);
            const isLoose = tokens.length > 1 && last?.kind === "text" && last.text.includes("/");
            return isLoose ? [nameOf(last.text).toLowerCase()] : [];
          })
        : [],
    ),
  ]),
);
