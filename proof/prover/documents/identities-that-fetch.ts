import { addTo, getOrMake, grouped, lazily, memoize } from "../../collections";
import type { IdentityDocuments } from "../../domain/documents";
import type { ParsedStatement } from "../../grammar/syntax";
import { parseArn } from "../../names";
import { accountOf } from "./deployment";
import { mayHold, mayTakeIn } from "./may-match";
import type { Policies } from "./policies";
import { FETCHING_ACTIONS, fetchesOf, type ReadTarget } from "./read-target";

/** An index of roles or users by what their own policies may let them fetch. */
export interface FetchingIndex<Identity> {
  /** The index for one account, whose policies are parsed on first use. */
  of(account: string): AccountIndex<Identity>;
  /** Service-linked roles that may fetch anything. */
  serviceLinked(): Identity[];
}

interface AccountIndex<Identity> {
  /** By the resources that their policies name literally. */
  byLiteral: Map<string, Identity[]>;
  /** By the statements that name resources with wildcards, variables or exceptions. */
  byStatement: Map<ParsedStatement, Identity[]>;
}

export function indexFetching<Identity extends IdentityDocuments>(
  { heldBy }: Pick<Policies, "heldBy">,
  identities: Identity[],
): FetchingIndex<Identity> {
  const byAccount = grouped(identities, ({ arn }) => [accountOf(arn)]);
  const indexes = new Map<string, AccountIndex<Identity>>();
  const fetchingOf = (identity: Identity) => {
    const fetching = heldBy(identity).map(({ statements }) => fetchingIn(statements));
    return {
      literals: new Set(fetching.flatMap((one) => one.literals)),
      loose: new Set(fetching.flatMap((one) => one.loose)),
    };
  };
  const indexOf = (account: string): AccountIndex<Identity> => {
    const index: AccountIndex<Identity> = { byLiteral: new Map(), byStatement: new Map() };
    for (const identity of byAccount.get(account) ?? []) {
      const { literals, loose } = fetchingOf(identity);
      for (const literal of literals) addTo(index.byLiteral, literal, identity);
      for (const statement of loose) addTo(index.byStatement, statement, identity);
    }
    return index;
  };
  return {
    of: (account) => getOrMake(indexes, account, () => indexOf(account)),
    serviceLinked: lazily(() =>
      identities.filter((identity) => {
        if (!isServiceLinked(identity.arn)) return false;
        const { literals, loose } = fetchingOf(identity);
        return literals.size + loose.size > 0;
      }),
    ),
  };
}

/** Identities of the target's account whose own policies may let them fetch it, ignoring conditions on anything but its tags. */
export function thoseThatFetch<Identity extends { arn: string }>(
  index: FetchingIndex<Identity>,
  target: ReadTarget,
): Identity[] {
  const { byLiteral, byStatement } = index.of(accountOf(target.of.arn));
  const fetches = fetchesOf(target);
  const { service = "" } = parseArn(target.of.arn) ?? {};
  const resource = { service, tags: target.of.tags ?? {} };
  const found = new Set(fetches.flatMap(({ resource }) => byLiteral.get(resource) ?? []));
  for (const [statement, identities] of byStatement) {
    const mayFetch =
      fetches.some((fetch) => takesIn(statement, fetch)) &&
      statement.conditions.every((condition) => mayHold(condition, resource));
    if (mayFetch) for (const identity of identities) found.add(identity);
  }
  return [...found];
}

function takesIn(
  { action, resource }: ParsedStatement,
  fetch: { action: string; resource: string },
): boolean {
  return (
    mayTakeIn(action, fetch.action) &&
    (resource === undefined || mayTakeIn(resource, fetch.resource))
  );
}

export function isServiceLinked(arn: string): boolean {
  return arn.includes(":role/aws-service-role/");
}

/** The parts of a policy that let its holder fetch values: the resources that it names, and the statements that do not name them. */
interface Fetching {
  literals: string[];
  loose: ParsedStatement[];
}

/** Many identities have the same policy. */
const fetchingIn = memoize((statements: ParsedStatement[]): Fetching => {
  const fetching = statements.filter(
    ({ action, effect }) =>
      effect === "Allow" && FETCHING_ACTIONS.some((one) => mayTakeIn(action, one)),
  );
  return {
    literals: fetching.flatMap(({ resource }) =>
      resource && !resource.negated
        ? resource.patterns.flatMap(({ literal }) => literal ?? [])
        : [],
    ),
    loose: fetching.filter(
      ({ resource }) =>
        !resource ||
        resource.negated ||
        resource.patterns.some(({ literal }) => literal === undefined),
    ),
  };
});
