import type { PodIdentityAssociation } from "@aws-sdk/client-eks";
import { accountTitle } from "eks-pod-secrets/grant";
import { secretVolumes } from "../../clusters/pod-events";
import { associationFlaws } from "../../looks/eks-looks";
import { shellWord } from "../../terminal/printed-text";
import type { ClusterFacts } from "../facts/cluster-facts";
import { ofSeen } from "../facts/seen";
import type { EntryId, Finding, Mend } from "../step";
import CAUSES from "./causes.json";
import { orRight, right, wrong } from "./findings";
import { awsCli, byHand, byUp, inTurn } from "./mends";
import { namesOf, ownPods, replaced } from "./readers-pods";

/** Whether the association gives the reader's pods its role, with tags and without limits. */
export function associationFindings(facts: ClusterFacts): Finding[] {
  const { namespace, role, serviceAccount, targetRole } = facts.reader;
  const pods = `${namespace}/${serviceAccount}`;
  return ofSeen(facts.association, (found) => {
    if (facts.reader.identity === "irsa") return besideTokens(facts, found);
    if (found === undefined)
      return [wrong(facts.reader, "EPS-356", pods, { mend: byUp(facts.reader) })];
    const wanted = { roleArn: role.arn, ...(targetRole && { targetRoleArn: targetRole.arn }) };
    const flaws = associationFlaws(wanted, found);
    // The first finding is the answer, so it mentions the others.
    const all = flaws.map(({ says }) => says).join(", and ");
    const wrongs = flaws.map(({ says, what }, index) =>
      wrong(
        facts.reader,
        CAUSES.association[what] as EntryId,
        `that of ${pods} ${index === 0 ? all : says}`,
        {
          names: { association: found.associationId ?? "" },
          mend: putBack(facts, found),
        },
      ),
    );
    return orRight(wrongs, `association ${found.associationId}`);
  });
}

/** A reader whose pods use their own tokens needs no association. Programs in new pods would use it first. */
function besideTokens(facts: ClusterFacts, found: PodIdentityAssociation | undefined): Finding[] {
  const { namespace, role, serviceAccount } = facts.reader;
  if (found === undefined)
    return right("none is needed: the pods get the role by their own tokens");
  const pods = `${namespace}/${serviceAccount}`;
  const isMounting = ownPods(facts).every((pod) => secretVolumes(pod).length > 0);
  const says = `the mounts of ${pods} do not use association ${found.associationId}; their own programs take it first`;
  if (isMounting || found.roleArn === role.arn) return right(says);
  return [
    wrong(facts.reader, "EPS-301", `that of ${pods} is ${found.roleArn}, not ${role.arn}`, {
      names: { association: found.associationId ?? "" },
      mend: inTurn(removed(facts, found), replaced(facts, namesOf(ownPods(facts)))),
    }),
  ];
}

/** Whether an EKS add-on or CloudFormation created it, and would create it again. */
function isKept({ ownerArn, tags = {} }: PodIdentityAssociation): boolean {
  return (
    ownerArn !== undefined || Object.keys(tags).some((key) => /^aws:cloudformation:/.test(key))
  );
}

/**
 * How to restore the association. One that a tool created belongs to that tool, and `up` does not replace it. `up` cannot remove
 * a session policy either. Pods keep for hours what they got from it.
 */
function putBack(facts: ClusterFacts, found: PodIdentityAssociation): Mend {
  const { associationId, createdAt, modifiedAt, policy } = found;
  const { id } = facts.reader;
  if (isKept(found)) {
    return byHand(
      `have whoever keeps association ${associationId}, an add-on of EKS or a stack of CloudFormation, delete it, or give reader ${id} another serviceAccount; then run \`up\``,
    );
  }
  const again = inTurn(byUp(facts.reader), replaced(facts, namesOf(ownPods(facts))));
  const isChanged = createdAt?.getTime() !== modifiedAt?.getTime();
  if (isChanged && !policy) return again;
  const why = "because `up` cannot take its policy away";
  return inTurn(isChanged ? removed(facts, found, why) : removed(facts, found), again);
}

/** The mend that deletes an association, which `up` did not create unless a reason is given. */
function removed(
  { reader: { cluster } }: ClusterFacts,
  { associationId }: PodIdentityAssociation,
  why?: string,
): Mend {
  const command = `eks delete-pod-identity-association --cluster-name ${shellWord(cluster.name)} --association-id ${shellWord(associationId ?? "")}`;
  const says = why
    ? `delete association ${associationId}, ${why}`
    : `ask who created association ${associationId}, which \`up\` did not, and delete it`;
  const as = `with credentials of account ${accountTitle(cluster.account)}`;
  return { says: `${says}, ${as}`, commands: [awsCli(cluster.account, cluster.region, command)] };
}
