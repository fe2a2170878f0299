import { addTo, grouped, memoize } from "../../collections";
import type { Administrator, RoleMaker } from "../../domain/administrator";
import type { AccessDocuments, IdentityDocuments, SecretDocuments } from "../../domain/documents";
import type { ParsedPolicy, ParsedStatement } from "../../grammar/syntax";
import { accountOf, parseArn } from "../../names";
import { principalArns } from "../texts/domains";
import { patternAccepts } from "../texts/find-text";

/*
 * IAM's API (`CreateRole`, `CreateUser`): names are unique within the account, and not distinguished by case. So no two roles of an account
 * differ in their paths alone.
 */

/** A key that is unique for each role and user: account, kind and name without the path. */
export function nameKey(arn: string): string {
  const [, kind = ""] = /:(role|user)\//.exec(arn) ?? [];
  return `${accountOf(arn)} ${kind} ${nameOf(arn).toLowerCase()}`;
}

/** The name, without the path. */
export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** Throws if the documents contain a role or user that IAM could not have, about which no question could be answered. */
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
    const name = nameKey(arn);
    const other = known.get(name);
    if (other !== undefined && other !== arn) {
      throw new Error(
        `the documents must hold one ${kind} of a name in an account, as IAM does, got ${other} and ${arn}`,
      );
    }
    known.set(name, arn);
  }
}

/** Names of roles and users, in lower case, that policies compare regardless of the path: through sessions, or after a wildcard. */
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

/** Those who were declared to assume each role. */
export function declaredMakers(administrators: readonly Administrator[]): Map<string, RoleMaker[]> {
  const makers = new Map<string, RoleMaker[]>();
  const add = (one: RoleMaker) => {
    if (typeof one === "string" || "provider" in one) return;
    for (const maker of one.from) {
      addTo(makers, one.role, maker);
      add(maker);
    }
  };
  administrators.forEach(add);
  return makers;
}

/** Whether the declaration means everyone in an account. */
export function isAccountMaker(maker: RoleMaker): boolean {
  return typeof maker === "string" && /^\d{12}$/.test(maker);
}

/** The accounts from which everyone was declared to assume some role. */
export function accountsIn(makers: ReadonlyMap<string, RoleMaker[]>): ReadonlySet<string> {
  const all = [...makers.values()].flat();
  return new Set(all.filter((one) => typeof one === "string").filter(isAccountMaker));
}

/**
 * Returns a function that finds the copies of a secret, itself first: those that it or another copy lists, and those with its ARN
 * in other regions.
 */
export function copiesIn(secrets: SecretDocuments[]): (arn: string) => string[] {
  const parents = new Map<string, string>();
  const rootOf = (key: string): string => {
    const parent = parents.get(key);
    return parent === undefined ? key : rootOf(parent);
  };
  for (const { arn, copies } of secrets) {
    for (const copy of copies ?? []) {
      const [own, other] = [arn, copy].map((one) => rootOf(resourceKey(one))) as [string, string];
      if (own !== other) parents.set(other, own);
    }
  }
  const groupOf = (arn: string) => rootOf(resourceKey(arn));
  const groups = grouped(
    secrets.map(({ arn }) => arn),
    (arn) => [groupOf(arn)],
  );
  return (arn) => [...new Set([arn, ...(groups.get(groupOf(arn)) ?? [])])];
}

/** A key that is equal for a secret and its replicas, which have the same account, name and random characters. */
export function resourceKey(arn: string): string {
  const { account, partition, resource } = parseArn(arn) ?? {};
  return [partition, account, resource].join(":");
}
