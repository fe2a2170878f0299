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
      const mend = upAgain(
        `\`up\` creates the association of reader ${id} again. Pods that wait for their mount need no restart`,
      );
      return [wrong("EPS-356", says, known, mend)];
    }
    const { role, targetRole } = facts.reader;
    const wanted = { roleArn: role.arn, ...(targetRole && { targetRoleArn: targetRole.arn }) };
    const flaws = associationFlaws(wanted, found);
    if (flaws.length === 0)
      return [{ result: "right", says: `association ${found.associationId}` }];
    const known = `eks:DescribePodIdentityAssociation of ${found.associationId}`;
    // The first is the answer, so it tells the others too.
    const all = flaws.map(({ says }) => says).join(", and ");
    return flaws.map(({ says, what }, index) => {
      const title = `the association of ${pods} ${index === 0 ? all : says}`;
      return wrong(CAUSES[what], title, known, putBack(facts, found));
    });
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
      `have whoever keeps association ${associationId}, an add-on of EKS or a stack of CloudFormation, delete it, or give reader ${id} another serviceAccount; then run \`up\``,
    );
  }
  const pods = namesOf(ownPods(facts));
  const isChanged = createdAt?.getTime() !== modifiedAt?.getTime();
  const replaced = `Then replace the pods, which use their former credentials for hours${unkept(facts, pods)}`;
  const restart = restarted(facts.reader, pods);
  if (isChanged && !policy) {
    const says = `\`up\` sets the association of reader ${id} as the inventory has it. ${replaced}`;
    return upAgain(says, ...restart);
  }
  const command = `eks delete-pod-identity-association --cluster-name ${shellWord(cluster.name)} --association-id ${shellWord(associationId ?? "")}`;
  const remove = awsCli(cluster.account, cluster.region, command);
  const why = isChanged
    ? `delete association ${associationId}, because \`up\` cannot take its policy away`
    : `ask who created association ${associationId}, which \`up\` did not, and delete it`;
  const says = `${why}. No pod gets new credentials until \`up\` has created it again. ${replaced}`;
  return { says, commands: [remove, ...upAgain("", ...restart).commands] };
}
