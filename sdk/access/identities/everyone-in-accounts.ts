import type { ResolvedReader } from "../../grant/landing-zone/landing-zone";
import type { AccessDocuments, AssociationDocuments } from "../domain/documents";
import { groupsOf } from "../domain/documents-index";
import { FETCHING_ACTIONS, statementsAbout } from "../evaluator/reads";
import { accountOf, readerKey } from "../prover/documents/deployment";
import { policyChangers } from "./policy-changers";
import {
  type AccountIdentities,
  type Misunderstood,
  understoodIdentities,
} from "./understood-identities";

/** An account as it was read. */
export interface ReadAccount {
  account: { id: string };
  identities: AccountIdentities;
  /** Every Pod Identity association of its clusters. */
  associations: AssociationDocuments[];
  /** With whose credentials it was read. */
  callerArn: string;
}

export interface EveryoneInAccounts {
  /** The roles and associations of the declared readers alone, which claims about grants ask about. */
  documents: AccessDocuments;
  /** All roles, users and associations: whoever reads is among them, or becomes one of them. */
  everyone: AccessDocuments;
  /** Those of `everyone` that it does not tell all about. */
  misunderstood: Misunderstood[];
  /** With whose credentials accounts were read, where these may read values: they count as administrators. */
  callers: { account: string; arn: string }[];
  /** Roles and users of the owners' accounts that no document names as administrators, and whose policies let them change documents. */
  policyChangers: string[];
}

/** Adds who is in the accounts to the documents of their secrets, parameters and keys. */
export function everyoneInAccounts(
  objects: AccessDocuments,
  readers: ResolvedReader[],
  accounts: ReadAccount[],
): EveryoneInAccounts {
  const associations = accounts.flatMap((one) => one.associations);
  const declaredKeys = new Set(readers.map(readerKey));
  const isDeclaredReader = (one: AssociationDocuments) => declaredKeys.has(readerKey(one));
  const declaredRoles = new Set([
    ...readers.flatMap(({ role, targetRole }) => [role.arn, targetRole?.arn ?? ""]),
    ...associations.filter(isDeclaredReader).flatMap(rolesOf),
  ]);
  const roles = accounts
    .flatMap(({ identities }) => identities.roles)
    .filter(({ arn }) => declaredRoles.has(arn));
  const others = understoodIdentities({
    roles: accounts
      .flatMap(({ identities }) => identities.roles)
      .filter(({ arn }) => !declaredRoles.has(arn)),
    users: accounts.flatMap(({ identities }) => identities.users),
    groups: accounts.flatMap(({ identities }) => identities.groups),
  });
  const owners = new Set(
    [...(objects.secrets ?? []), ...(objects.parameters ?? [])].map(({ arn }) => accountOf(arn)),
  );
  const callers = accounts.filter(({ account }) => owners.has(account.id)).flatMap(callerThatReads);
  const administrators = [
    ...new Set([...(objects.administrators ?? []), ...callers.map(({ arn }) => arn)]),
  ];
  return {
    documents: {
      ...objects,
      roles,
      associations: associations.filter(
        (one) => isDeclaredReader(one) || rolesOf(one).some((arn) => declaredRoles.has(arn)),
      ),
    },
    everyone: {
      ...objects,
      administrators,
      associations,
      roles: [...roles, ...others.roles],
      users: others.users,
      groups: others.groups,
    },
    misunderstood: others.misunderstood,
    callers,
    policyChangers: policyChangers({ ...objects, administrators }, accounts),
  };
}

function callerThatReads({ account, callerArn, identities }: ReadAccount) {
  const role = /:assumed-role\/([^/]+)\//.exec(callerArn)?.[1];
  const caller = [...identities.roles, ...identities.users].find(
    ({ arn }) => arn === callerArn || (role && arn.includes(":role/") && arn.endsWith(`/${role}`)),
  );
  const mayRead =
    caller &&
    [caller, ...groupsOf(identities, caller)].some(({ policies }) =>
      policies?.some((policy) => statementsAbout(policy, FETCHING_ACTIONS).length > 0),
    );
  return caller && mayRead ? [{ account: account.id, arn: caller.arn }] : [];
}

function rolesOf({ roleArn, targetRoleArn }: AssociationDocuments): string[] {
  return targetRoleArn ? [roleArn, targetRoleArn] : [roleArn];
}
