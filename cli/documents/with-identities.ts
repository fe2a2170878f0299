import type {
  AccessDocuments,
  AssociationDocuments,
  ClaimResult,
  GrantDeclaration,
  RoleDocuments,
} from "../../sdk/access";
import { readerKey } from "../../sdk/access/prover/documents/deployment";
import type { LandingZone } from "../../sdk/grant";
import { count } from "../terminal/output";
import { concernsReading } from "./live/concerns-reading";
import type { LiveAccount } from "./live/live-accounts";
import { otherRole } from "./live/other-roles";
import { usersThatRead } from "./live/users-that-read";
import type { SourceDocuments } from "./source-documents";

/** Adds roles and associations: those of the declared readers, and beside them everyone else who might read. */
export function withIdentities(
  zone: LandingZone,
  objects: AccessDocuments,
  accounts: LiveAccount[],
): Omit<SourceDocuments, "title"> {
  const all = accounts.flatMap(({ associations }) => associations);
  const isDeclaredReader = (one: GrantDeclaration["reader"]) =>
    zone.readers.some((reader) => readerKey(reader) === readerKey(one));
  const declaredRoles = new Set([
    ...zone.readers.flatMap(({ role, targetRole }) => [role.arn, targetRole?.arn ?? ""]),
    ...all.filter(isDeclaredReader).flatMap(rolesOf),
  ]);
  const isDeclared = (one: AssociationDocuments) =>
    isDeclaredReader(one) || rolesOf(one).some((arn) => declaredRoles.has(arn));
  const documents: AccessDocuments = {
    ...objects,
    associations: all.filter(isDeclared),
    roles: accounts
      .flatMap(({ identities }) => identities.roles)
      .filter(({ arn }) => declaredRoles.has(arn)),
  };

  const owners = accounts.filter(({ account }) =>
    [...zone.secrets, ...zone.parameters].some((one) => one.account === account),
  );
  const associated = new Set(all.flatMap(rolesOf));
  const others = accounts.flatMap((one) =>
    one.identities.roles
      .filter(({ arn }) => !declaredRoles.has(arn) && (owners.includes(one) || associated.has(arn)))
      .map(otherRole),
  );
  const callers = owners.flatMap(callerThatReads);
  const everyone: AccessDocuments = {
    ...documents,
    administrators: [
      ...(documents.administrators ?? []),
      ...callers.map(({ arn }) => arn).filter((arn) => !documents.administrators?.includes(arn)),
    ],
    associations: all,
    roles: [...(documents.roles ?? []), ...others.filter(isRole)],
  };
  return {
    documents,
    everyone,
    settled: [
      ...others.filter((one): one is ClaimResult => !isRole(one)),
      ...owners.flatMap(({ identities }) => usersThatRead(everyone, identities.users)),
    ],
    notes: [
      ...accounts.flatMap(({ notes }) => notes),
      ...callers.map(
        ({ account, arn }) =>
          `${arn}, with whose credentials account ${account} was read, may read its secrets and counts as one of its administrators`,
      ),
      ...owners.map(checked),
    ],
  };
}

/** Whom the credentials are of, where it may read secrets by its own rights. */
function callerThatReads({
  account,
  callerArn,
  identities,
}: LiveAccount): { account: string; arn: string }[] {
  const name = /:assumed-role\/([^/]+)\//.exec(callerArn)?.[1];
  const caller = [...identities.roles, ...identities.users].find(
    ({ arn }) => arn === callerArn || (name && arn.endsWith(`/${name}`) && arn.includes(":role/")),
  );
  if (!caller?.policies?.some(concernsReading)) return [];
  return [{ account: account.id, arn: caller.arn }];
}

function checked({ account, identities: { roles, users } }: LiveAccount): string {
  return `owner-principals-closed was checked in account ${account.id}: ${count(roles.length, "role")} and ${count(users.length, "user")}; of its root user it stays an assumption`;
}

function rolesOf({ roleArn, targetRoleArn }: AssociationDocuments): string[] {
  return targetRoleArn ? [roleArn, targetRoleArn] : [roleArn];
}

function isRole(one: RoleDocuments | ClaimResult): one is RoleDocuments {
  return !("claim" in one);
}
