import type { PodIdentityAssociation } from "@aws-sdk/client-eks";
import { type AssociationFlaw, associationFlaws } from "../../looks/eks-looks";
import { shellWord } from "../../terminal/printed-text";
import type { ClusterFacts } from "../facts/cluster-facts";
import { ofSeen } from "../facts/seen";
import type { EntryId, Finding, Mend } from "../step";
import { awsCli, byHand, restarted, upAgain, wrong } from "./mends";
import { namesOf, ownPods, unkept } from "./readers-pods";

/** Whether the association gives the reader's pods its role, with tags and without limits. */
export function associationFindings(facts: ClusterFacts): Finding[] {
  const { cluster, id, namespace, serviceAccount } = facts.reader;
  const pods = `${namespace}/${serviceAccount}`;
  return ofSeen(facts.association, (found) => {
    if (found === undefined) {
      const says = `cluster ${cluster.id} has no Pod Identity association for ${pods}, so its pods get no credentials`;
      const known = `eks:ListPodIdentityAssociations of cluster ${cluster.name}`;
      const mend = upAgain(`let up make the association of reader ${id} again`);
      return [wrong("EPS-356", says, known, mend)];
    }
    const { role, targetRole } = facts.reader;
    const wanted = { roleArn: role.arn, ...(targetRole && { targetRoleArn: targetRole.arn }) };
    const flaws = associationFlaws(wanted, found);
    if (flaws.length === 0)
      return [{ result: "right", says: `association ${found.associationId}` }];
    const known = `eks:DescribePodIdentityAssociation of ${found.associationId}`;
    return flaws.map(({ says, what }) =>
      wrong(CAUSES[what], `the association of ${pods} ${says}`, known, putBack(facts, found)),
    );
  });
}

const CAUSES: Record<AssociationFlaw["what"], EntryId> = {
  role: "EPS-301",
  "target role": "EPS-302",
  tags: "EPS-303",
  policy: "EPS-304",
};

/** Whether an add-on of EKS or CloudFormation has made it, and makes it again. */
function isKept({ ownerArn, tags = {} }: PodIdentityAssociation): boolean {
  return (
    ownerArn !== undefined || Object.keys(tags).some((key) => /^aws:cloudformation:/.test(key))
  );
}

/** One that was made so is another's, and `up` does not replace it; nor can it take a policy away. Pods keep for hours what they got from it. */
function putBack(facts: ClusterFacts, found: PodIdentityAssociation): Mend {
  const { associationId, createdAt, modifiedAt, policy } = found;
  const { cluster, id } = facts.reader;
  if (isKept(found)) {
    return byHand(
      `have whoever keeps it, an add-on of EKS or a stack of CloudFormation, take association ${associationId} away, or give reader ${id} another serviceAccount; then run up`,
    );
  }
  const pods = "value" in facts.pods ? namesOf(ownPods(facts, facts.pods.value)) : [];
  const again = upAgain(
    `let up set the association of reader ${id} right, and replace its pods, which keep the credentials of before for hours${unkept(facts, pods)}`,
    ...restarted(facts.reader, pods),
  );
  const isChanged = createdAt?.getTime() !== modifiedAt?.getTime();
  if (isChanged && !policy) return again;
  const command = `eks delete-pod-identity-association --cluster-name ${shellWord(cluster.name)} --association-id ${shellWord(associationId ?? "")}`;
  const remove = awsCli(cluster.account, cluster.region, command);
  const says = isChanged
    ? again.says
    : `ask who made association ${associationId}, which up did not; then delete it, ${again.says}`;
  return { says, commands: [remove, ...again.commands] };
}
