import { readerKey } from "../../../grant/landing-zone/reader";
import type { AccessDocuments, RoleDocuments } from "../../domain/documents";
import { type Deployment, deploymentOf, readDocument, trustOf } from "../documents/deployment";
import { PoliciesByName, type PolicyOwner } from "../documents/policies-by-name";
import { namedBy, namesEverybody, withAssumers } from "../documents/roles-that-may-read";

/**
 * Removes the other readers from a slice. Keeps them if a secret is sealed, if its policy denies or allows unnamed principals, or
 * if this role may assume one of theirs.
 */
export function withoutOtherReaders(slice: AccessDocuments, roleArn: string): AccessDocuments {
  const associations = (slice.associations ?? []).filter((one) =>
    [one.roleArn, one.targetRoleArn].includes(roleArn),
  );
  const arns = associations.flatMap((one) => [one.roleArn, one.targetRoleArn ?? ""]);
  const own = (slice.roles ?? []).filter(({ arn }) => arn === roleArn || arns.includes(arn));
  if (own.length === slice.roles?.length) return slice;
  const deployment = deploymentOf(slice);
  const roles = withAssumers(deployment, own);
  const others = deployment.roles.filter((role) => !roles.includes(role));
  if (others.length === 0 || !namesItsReaders(deployment)) return slice;
  if (others.some((other) => mayBecome(deployment, roles, other))) return slice;
  // Who shares a role is no stranger.
  const sharing = roles.flatMap(({ arn }) => deployment.associationsOf(arn));
  if (!sharing.every(({ association }) => associations.includes(association))) return slice;

  const isOther = new Set(others.map(({ arn }) => arn));
  const policies = new PoliciesByName(isOther);
  const without = <Owner extends PolicyOwner>(owner: Owner) => policies.of(owner, []);
  const [secrets, keys] = [deployment.secrets.map(without), deployment.keys.map(without)];
  const isNamed = [
    ...[...secrets, ...keys].map(({ policy }) => policy),
    ...keys.map(({ grants }) => grants),
    ...deployment.parameters.map(({ sharedWith }) => sharedWith),
  ].some((document) => namedBy(deployment, document).some(({ arn }) => isOther.has(arn)));
  if (isNamed || keys.some(({ policy }) => policy === null)) return slice;
  const readers = new Set(associations.map(readerKey));
  const grants = deployment.grants.filter(({ reader }) => readers.has(readerKey(reader)));
  return { ...slice, roles, associations, grants, secrets, keys };
}

/** Whether a session of one of the roles may become the other one. */
function mayBecome(
  deployment: Deployment,
  roles: readonly RoleDocuments[],
  { arn, trust }: RoleDocuments,
): boolean {
  return (
    !trustOf({ arn, trust }).every(namesEverybody) ||
    namedBy(deployment, trust).some((role) => roles.includes(role))
  );
}

/** Whether the secrets' policies let in nobody but whom they name, and the owner's account nobody else. */
function namesItsReaders({ secrets }: Deployment): boolean {
  return secrets.every(
    ({ arn, policy, sealed }) =>
      sealed !== true &&
      readDocument("resource", "resource policy", arn, policy).every(
        (one) => namesEverybody(one) && one.statements.every(({ effect }) => effect === "Allow"),
      ),
  );
}
