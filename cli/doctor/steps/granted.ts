import type { ResolvedReader } from "eks-pod-secrets/grant";
import { type PolicyDocument, REVOKED, revocationsIn, revokedRole } from "eks-pod-secrets/policy";
import { denyingSecrets } from "../../access-removals/granted";
import { nameOfPolicy } from "../../documents/live/policy-names";
import { shellWord } from "../../terminal/printed-text";
import type { AccountFacts } from "../facts/account-facts";
import { type NotSeen, notSeen } from "../facts/seen";
import type { Finding } from "../step";
import { right, wrong } from "./findings";
import { restarted } from "./mends";
import { gapOf, rolesOf, rolesUnread } from "./unseen-documents";

/** Whether the inventory grants anything, and nobody has revoked the reader. */
export function granted(facts: AccountFacts): Finding[] {
  const { reader } = facts;
  if (reader.grants.length === 0)
    return [wrong(reader, "EPS-400", `reader ${reader.id} has no reads`)];
  const by = revokedBy(facts);
  if (by !== undefined) return [revoked(reader, by)];
  const [gap] = revocationGaps(facts);
  const says = `the inventory grants it ${reader.grants.map(({ kind, target }) => `${kind} ${target.id}`).join(", ")}`;
  if (!gap) return right(says);
  return [{ ...gap, says: `${says}; whether it is revoked is not known: ${gap.says}` }];
}

/** What revokes the reader, in the form of `revoke`: a policy of one of its roles, or a statement in a secret's policy. */
function revokedBy({ accounts: { documents }, reader }: AccountFacts): string | undefined {
  const own = rolesOf(reader).map(({ arn }) => arn);
  const denied = documents.roles?.find(
    ({ arn, policies }) =>
      own.includes(arn) &&
      policies?.some((one) => nameOfPolicy(one) === `inline policy ${REVOKED}`),
  );
  if (denied) return `role ${denied.arn} has the policy ${REVOKED}`;
  const denying = documents.secrets?.find(
    ({ policy }) =>
      policy &&
      revocationsIn(policy as PolicyDocument).some((one) => revokedRole(one) === reader.role.arn),
  );
  return denying && `the policy of ${denying.arn} denies everything to ${reader.role.arn}`;
}

/** Why possible revocations of the reader could not be read. */
function revocationGaps(facts: AccountFacts): NotSeen[] {
  const { objects, reader } = facts;
  const ofRoles = reader.external ? [] : [...rolesUnread(facts, "rights").gaps.values()];
  const denying = new Set<unknown>(denyingSecrets(reader));
  const ofSecrets = objects.map(({ grant, object }) => {
    if (!denying.has(grant.target)) return undefined;
    if (!("value" in object)) return notSeen(object);
    return object.value && gapOf(facts, "secret", object.value.arn);
  });
  return [...ofRoles, ...ofSecrets].filter((gap) => gap !== undefined);
}

function revoked(reader: ResolvedReader, known: string): Finding {
  const { deployment, id } = reader;
  const lift = `eks-pod-secrets revoke ${shellWord(id)} --lift --yes`;
  const restart = deployment ? [restarted(reader)] : [];
  return wrong(reader, "EPS-430", `reader ${id}`, { known, commands: [lift, ...restart] });
}
