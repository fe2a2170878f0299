import type { AccessDocuments, AssociationDocuments, RoleDocuments } from "../../domain/documents";
import { accountOf, type Deployment, deploymentOf } from "./deployment";
import { type PoliciesByName, policiesByName } from "./policies-by-name";
import { rotationRole } from "./read-target";
import { withAssumers } from "./roles-that-may-read";

/** Readers with common roles, and the ARNs of all their roles. */
interface Group {
  associations: AssociationDocuments[];
  arns: Set<string>;
}

/**
 * Splits a slice by its readers, so that a claim about every caller holds for the slice if it holds for each part. Undefined if
 * there is nothing to split, or if it cannot be split.
 *
 * Each part has the readers of one group, and the policies without what they say about other groups' roles by name. For every
 * caller except sessions of those roles, its policies say the same as the slice's, and it declares no more. So a session of a
 * group's role is judged by that group's part, and any other caller by every part. A part has the claim's `subjects` among
 * secrets and parameters, and what else may be declared for its group or for nobody: with less it would declare less. Roles that
 * a part lacks are unknown to it, so a caller that goes through them may do more there but never less. A session of such a role
 * is judged by a part that has the role.
 */
export function readerByReader(
  whole: Deployment,
  slice: AccessDocuments,
  subjects: readonly string[],
): AccessDocuments[] | undefined {
  const groups = groupsOf(slice.associations ?? []);
  const readers = new Set(groups.flatMap(({ arns }) => [...arns]));
  // Anything that looks like a pattern is left to the parser.
  if (groups.length < 2 || [...readers].some((arn) => /[*?$]/.test(arn))) return undefined;
  const deployment = deploymentOf(slice);
  const own = groups.map(({ arns }) =>
    withAssumers(
      deployment,
      [...arns].flatMap((arn) => deployment.role(arn) ?? []),
    ),
  );
  const owned = new Set(own.flat());
  const others = withAssumers(
    deployment,
    deployment.roles.filter((role) => !owned.has(role)),
  );
  const areApart =
    others.every(({ arn }) => !readers.has(arn)) &&
    groups.every(({ arns }, index) =>
      own[index]?.every(({ arn }) => arns.has(arn) || !readers.has(arn)),
    );
  if (!areApart) return undefined;
  const policies = policiesByName(whole, readers);
  const asked = [...subjects, ...rotatedByOthers(deployment)];
  const parts = groups.map((group, index) =>
    partOf(deployment, group, [...new Set([...(own[index] ?? []), ...others])], policies, asked),
  );
  // A key without any statements left must not be confused with an unknown key.
  const isWhole = parts.every(({ keys }) => keys?.every(({ policy }) => policy !== null));
  return isWhole ? parts : undefined;
}

/** ARNs of secrets that roles of other accounts rotate, which are also declared. */
function rotatedByOthers({ secrets }: Deployment): string[] {
  return secrets.flatMap((secret) => {
    const role = rotationRole(secret);
    return role !== undefined && accountOf(role) !== accountOf(secret.arn) ? [secret.arn] : [];
  });
}

/** The documents of one group, with what it reads and what is `asked` about. For other secrets and parameters, nothing is declared. */
function partOf(
  { copiesOf, documents, grantsOf, keys, parameter, readerBy, secret }: Deployment,
  { arns, associations }: Group,
  roles: RoleDocuments[],
  policies: PoliciesByName,
  asked: readonly string[],
): AccessDocuments {
  const kept = [...arns];
  const grants = associations.flatMap((one) => grantsOf(readerBy(one)));
  const read = [...asked, ...grants.map((one) => one.secret)];
  const secrets = new Set(read.flatMap(copiesOf).flatMap((arn) => secret(arn) ?? []));
  return {
    ...documents,
    roles,
    associations,
    secrets: [...secrets].map((one) => policies.of(one, kept)),
    parameters: [...new Set(read)].flatMap((arn) => parameter(arn) ?? []),
    keys: keys.map((one) => policies.of(one, kept)),
    grants,
  };
}

function groupsOf(associations: AssociationDocuments[]): Group[] {
  const byArn = new Map<string, Group>();
  for (const association of associations) {
    const { roleArn, targetRoleArn } = association;
    const arns = new Set([roleArn, ...(targetRoleArn ? [targetRoleArn] : [])]);
    const group: Group = { associations: [association], arns };
    for (const known of new Set([...arns].flatMap((arn) => byArn.get(arn) ?? []))) {
      group.associations.push(...known.associations);
      for (const arn of known.arns) arns.add(arn);
    }
    for (const arn of arns) byArn.set(arn, group);
  }
  return [...new Set(byArn.values())];
}
