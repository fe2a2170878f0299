import type { ResolvedReader } from "eks-pod-secrets/grant";
import { type PolicyDocument, REVOKED, revocationsIn, revokedRole } from "eks-pod-secrets/policy";
import { nameOfPolicy } from "../../documents/live/policy-names";
import { shellWord } from "../../terminal/printed-text";
import type { AccountFacts } from "../facts/account-facts";
import type { Finding } from "../step";
import { byHand, restarted } from "./mends";
import { roleGap } from "./unseen-documents";

/** Whether the inventory grants anything, and nobody has revoked the reader. */
export function granted(facts: AccountFacts): Finding[] {
  const { reader } = facts;
  if (reader.grants.length === 0) return [nothing(reader)];
  const by = revokedBy(facts);
  if (by !== undefined) return [revoked(reader, by)];
  const gap = reader.external ? undefined : roleGap(facts, reader.role.arn);
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

/** What revokes the reader, as `revoke` leaves it: a policy of its role, or a statement of a secret's policy. */
function revokedBy({
  accounts: { documents },
  reader: { role },
}: AccountFacts): string | undefined {
  const held = documents.roles?.find(({ arn }) => arn === role.arn)?.policies ?? [];
  if (held.some((one) => nameOfPolicy(one) === `inline policy ${REVOKED}`)) {
    return `role ${role.arn} has the policy ${REVOKED}`;
  }
  const denying = documents.secrets?.find(
    ({ policy }) =>
      policy &&
      revocationsIn(policy as PolicyDocument).some((one) => revokedRole(one) === role.arn),
  );
  return denying && `the policy of ${denying.arn} denies everything to ${role.arn}`;
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
