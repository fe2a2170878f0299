import { memoize } from "../collections";
import { administratorArn } from "../domain/administrator";
import type { AccessDocuments, AssociationDocuments } from "../domain/documents";
import { groupsOf } from "../domain/documents-index";
import { describeReader, isOtherWay, readerKey } from "../domain/principal-kind";
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
  /** All associations of its readers. */
  associations: AssociationDocuments<Reader>[];
  /** ARN of the principal whose credentials read it. */
  callerArn: string;
}

export interface EveryoneInAccounts<Reader extends object = object> {
  /** Only the roles and associations of the declared readers, which claims about grants need. */
  documents: AccessDocuments<Reader>;
  /** All roles, users and associations. Everyone who reads is one of them or assumes one of them. */
  everyone: AccessDocuments<Reader>;
  /** What is not known about roles and users. */
  gaps: Gap[];
  /** The principals whose credentials read accounts, if they may also read values. They count as administrators. */
  callers: { account: string; arn: string }[];
  /** Roles and users of the owners' accounts that are not named as administrators, and whose policies let them change documents. */
  policyChangers: string[];
}

/** A declared reader, with the roles that it has or should have. */
export interface DeclaredRoles {
  role: { arn: string };
  targetRole?: { arn: string };
}

/**
 * Adds the principals of the accounts to the documents of their secrets, parameters and keys. Leaves out principals with rights
 * that could not be read, as a gap says, so that nobody is treated as having fewer rights than they do.
 */
export function everyoneInAccounts<Reader extends object>(
  objects: AccessDocuments<Reader>,
  readers: readonly (Reader & DeclaredRoles)[],
  accounts: ReadAccount<Reader>[],
  gaps: readonly Gap[] = [],
): EveryoneInAccounts<Reader> {
  // Only a declaration contains what the service does not know.
  const associations = [
    ...accounts.flatMap((one) => one.associations),
    ...(objects.associations ?? []).filter(isOtherWay),
  ];
  const keyOf = (named: object) => readerKey(objects.principalKind, named);
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

/** The history of a parameter shows its keys, but without the right to decrypt not its values. */
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
 * Roles and users of the owners' and readers' accounts, except named administrators, with a statement that allows one of the
 * opening actions. Resources, conditions and denials are ignored, so some of them may be unable to use it. Others may be able to
 * through actions that the list lacks.
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
  // A value that is not a document is not understood and may allow anything.
  return typeof policy !== "object" || policy === null || allowsOpening(policy);
}

/** Many identities have the same managed policy. */
const allowsOpening = memoize((policy: object) =>
  statementsAbout(policy, OPENING_ACTIONS).some(
    (statement) => (statement as { Effect?: unknown } | null)?.Effect !== "Deny",
  ),
);
