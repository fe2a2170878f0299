import { memoize } from "../collections/maps";
import { administratorArn } from "../domain/administrator";
import type { AccessDocuments } from "../domain/documents";
import { groupsOf } from "../domain/documents-index";
import { describeReader } from "../domain/principal-kind";
import { statementsAbout } from "../evaluator/reads";
import type { RawPolicy } from "../grammar/named-policy";
import { accountOf } from "../prover/documents/deployment";
import { OPENING_ACTIONS } from "./opening-actions";
import type { AccountIdentities } from "./understood-identities";

/**
 * Roles and users of the owners' and readers' accounts, without the named administrators, that have a statement that allows one of the
 * opening actions. Resources, conditions and denials are not looked at, so some of these can do nothing of it. Others may do so by
 * what the list of actions lacks.
 */
export function policyChangers(
  { administrators, grants, parameters, principalKind, secrets }: AccessDocuments,
  accounts: { account: { id: string }; identities: AccountIdentities }[],
): string[] {
  const concerned = new Set([
    ...[...(secrets ?? []), ...(parameters ?? [])].map(({ arn }) => accountOf(arn)),
    ...(grants ?? []).map(({ reader }) => accountOf(describeReader(principalKind, reader).source)),
  ]);
  const named = new Set((administrators ?? []).map(administratorArn));
  return accounts
    .filter(({ account }) => concerned.has(account.id))
    .flatMap(({ identities }) => {
      const { roles, users } = identities;
      return [...roles, ...users].filter((one) =>
        [one, ...groupsOf(identities, one)].some(({ policies }) => policies?.some(mayOpen)),
      );
    })
    .map(({ arn }) => arn)
    .filter((arn) => !named.has(arn) && !arn.includes(":role/aws-service-role/"))
    .sort();
}

function mayOpen(policy: RawPolicy): boolean {
  // What is no document is not understood: it may allow anything.
  return typeof policy !== "object" || policy === null || allowsOpening(policy);
}

/** Many identities have the same managed policy. */
const allowsOpening = memoize((policy: object) =>
  statementsAbout(policy, OPENING_ACTIONS).some(
    (statement) => (statement as { Effect?: unknown } | null)?.Effect !== "Deny",
  ),
);
