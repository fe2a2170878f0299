import type { ResolvedReader } from "eks-pod-secrets/grant";
import { type PolicyDocument, REVOKED, revocationsIn, revokedRole } from "eks-pod-secrets/policy";
import { denyingSecrets } from "../../access-removals/granted";
import { nameOfPolicy } from "../../documents/live/policy-names";
import { shellWord } from "../../terminal/printed-text";
import type { AccountFacts } from "../facts/account-facts";
import { type NotSeen, notSeen } from "../facts/seen";
import type { Finding } from "../step";
import { byHand, restarted } from "./mends";
import { policyGap, roleGap } from "./unseen-documents";

/** Whether the inventory grants anything, and nobody has revoked the reader. */
export function granted(facts: AccountFacts): Finding[] {
  const { reader } = facts;
  if (reader.grants.length === 0) return [nothing(reader)];
  const by = revokedBy(facts);
  if (by !== undefined) return [revoked(reader, by)];
  const [gap] = revocationGaps(facts);
  const says = `the inventory grants it ${reader.grants.map(({ kind, target }) => `${kind} ${target.id}`).join(", ")}`;
  if (!gap) return [{ result: "right", says }];
  return [{ ...gap, says: `${says}; whether it is revoked is not known: ${gap.says}` }];
}

function nothing({ id }: ResolvedReader): Finding {
  return {
    result: "wrong",
    cause: "EPS-400",
    says: `the inventory grants reader ${id} nothing`,
    known: `readers.${id} of the inventory has no reads`,
    mend: byHand(
      "if the owner of the secret agrees that it reads it, add the secret to reads of this reader in the inventory, and run `up`",
    ),
  };
}

/** What revokes the reader, as `revoke` leaves it: a policy of one of its roles, or a statement of a secret's policy. */
function revokedBy({ accounts: { documents }, reader }: AccountFacts): string | undefined {
  const own = rolesOf(reader);
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

/** Why what may revoke the reader could not be read. */
function revocationGaps(facts: AccountFacts): NotSeen[] {
  const { objects, reader } = facts;
  const ofRoles = reader.external ? [] : rolesOf(reader).map((arn) => roleGap(facts, arn));
  const denying = new Set<unknown>(denyingSecrets(reader));
  const ofSecrets = objects.map(({ grant, object }) => {
    if (!denying.has(grant.target)) return undefined;
    if (!("value" in object)) return notSeen(object);
    return object.value && policyGap(facts, "secret", object.value.arn);
  });
  return [...ofRoles, ...ofSecrets].filter((gap) => gap !== undefined);
}

function rolesOf({ role, targetRole }: ResolvedReader): string[] {
  return [role.arn, ...(targetRole ? [targetRole.arn] : [])];
}

function revoked(reader: ResolvedReader, by: string): Finding {
  const { id } = reader;
  return {
    result: "wrong",
    cause: "EPS-430",
    says: `reader ${id} is revoked on purpose`,
    known: `${by}, as eks-pod-secrets revoke leaves it`,
    mend: {
      says: "ask whoever revoked it whether it may read again. Then lift the revocation, and replace its pods: sessions from before stay refused",
      commands: [
        `eks-pod-secrets revoke ${shellWord(id)} --lift --yes`,
        ...(reader.deployment ? restarted(reader, [id]) : []),
      ],
    },
  };
}
