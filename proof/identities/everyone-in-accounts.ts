import { memoize } from "../collections";
import { administratorArn } from "../domain/administrator";
import type { AccessDocuments, AssociationDocuments } from "../domain/documents";
import { groupsOf } from "../domain/documents-index";
import { describeReader, isOtherWay } from "../domain/principal-kind";
import { FETCHING_ACTIONS, statementsAbout } from "../evaluator/reads";
import type { Gap } from "../gaps/gap";
import type { RawPolicy } from "../grammar/syntax";
import { accountOf } from "../prover/documents/deployment";
import { OPENING_ACTIONS } from "./opening-actions";
import {
  type AccountIdentities,
  understoodIdentities,
  understoodReaders,
} from "./understood-identities";

/** An account as it was read. */
export interface ReadAccount<Reader extends object = object> {
  account: { id: string };
  identities: AccountIdentities;
  /** Every association of its readers. */
  associations: AssociationDocuments<Reader>[];
  /** With whose credentials it was read. */
  callerArn: string;
}

export interface EveryoneInAccounts<Reader extends object = object> {
  /** The roles and associations of the declared readers alone, which claims about grants ask about. */
  documents: AccessDocuments<Reader>;
  /** All roles, users and associations: whoever reads is among them, or becomes one of them. */
  everyone: AccessDocuments<Reader>;
  /** What these do not tell of roles and users. */
  gaps: Gap[];
  /** With whose credentials accounts were read, where these may read values: they count as administrators. */
  callers: { account: string; arn: string }[];
  /** Roles and users of the owners' accounts that no document names as administrators, and whose policies let them change documents. */
  policyChangers: string[];
}

/** A declared reader, with the roles that it has or is to have. */
export interface DeclaredRoles {
  role: { arn: string };
  targetRole?: { arn: string };
}

/**
 * Adds who is in the accounts to the documents of their secrets, parameters and keys. Whoever has rights that could not be
 * read, as one of the gaps says, is not among everyone: nobody is to be taken for one of fewer rights.
 */
export function everyoneInAccounts<Reader extends object>(
  objects: AccessDocuments<Reader>,
  readers: readonly (Reader & DeclaredRoles)[],
  accounts: ReadAccount<Reader>[],
  gaps: readonly Gap[] = [],
): EveryoneInAccounts<Reader> {
  // What the service does not know, only a declaration tells.
  const associations = [
    ...accounts.flatMap((one) => one.associations),
    ...(objects.associations ?? []).filter(isOtherWay),
  ];
  const keyOf = (named: object) => describeReader(objects.principalKind, named).key;
  const declaredKeys = new Set(readers.map(keyOf));
  const isDeclaredReader = (one: AssociationDocuments) => declaredKeys.has(keyOf(one));
  const declaredRoles = new Set([
    ...readers.flatMap(({ role, targetRole }) => [role.arn, targetRole?.arn ?? ""]),
    ...associations.filter(isDeclaredReader).flatMap(rolesOf),
  ]);
  const { gaps: ofReaders, roles } = understoodReaders(
    accounts
      .flatMap(({ identities }) => identities.roles)
      .filter(({ arn }) => declaredRoles.has(arn)),
  );
  const left = [...gaps, ...ofReaders];
  const unread = new Set(left.flatMap(({ open }) => (open.kind === "rights" ? [open.arn] : [])));
  const isRead = ({ arn, groups }: { arn: string; groups?: string[] | null }) =>
    !unread.has(arn) && !groups?.some((group) => unread.has(group));
  const others = understoodIdentities({
    roles: accounts
      .flatMap(({ identities }) => identities.roles)
      .filter((role) => !declaredRoles.has(role.arn) && isRead(role)),
    users: accounts.flatMap(({ identities }) => identities.users).filter(isRead),
    groups: accounts.flatMap(({ identities }) => identities.groups).filter(isRead),
  });
  const owners = new Set(
    [...(objects.secrets ?? []), ...(objects.parameters ?? [])].map(({ arn }) => accountOf(arn)),
  );
  const callers = accounts.filter(({ account }) => owners.has(account.id)).flatMap(callerThatReads);
  const named = new Set((objects.administrators ?? []).map(administratorArn));
  const administrators = [
    ...(objects.administrators ?? []),
    ...new Set(callers.flatMap(({ arn }) => (named.has(arn) ? [] : [arn]))),
  ];
  const open = new Set(
    [...left, ...others.gaps].flatMap(({ open: of }) => {
      if (of.kind === "account") return [of.account];
      return of.kind === "rights" ? [accountOf(of.arn)] : [];
    }),
  );
  const whole = accounts.map(({ account }) => account.id).filter((id) => !open.has(id));
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
      ...(whole.length > 0 && { wholeAccounts: whole }),
      associations,
      roles: [...roles.filter(isRead), ...others.roles],
      users: others.users,
      groups: others.groups,
    },
    gaps: [...left, ...others.gaps],
    callers,
    policyChangers: policyChangers({ ...objects, administrators }, accounts),
  };
}

/** By the history of a parameter its keys are read, and without the right to decrypt no value. */
const FETCHES = FETCHING_ACTIONS.filter((one) => one !== "ssm:GetParameterHistory");

function callerThatReads({ account, callerArn, identities }: ReadAccount) {
  const role = /:assumed-role\/([^/]+)\//.exec(callerArn)?.[1];
  const caller = [...identities.roles, ...identities.users].find(
    ({ arn }) => arn === callerArn || (role && arn.includes(":role/") && arn.endsWith(`/${role}`)),
  );
  const mayRead =
    caller &&
    [caller, ...groupsOf(identities, caller)].some(({ policies }) =>
      policies?.some((policy) => statementsAbout(policy, FETCHES).length > 0),
    );
  return caller && mayRead ? [{ account: account.id, arn: caller.arn }] : [];
}

function rolesOf({ roleArn, targetRoleArn }: AssociationDocuments): string[] {
  return targetRoleArn ? [roleArn, targetRoleArn] : [roleArn];
}

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
