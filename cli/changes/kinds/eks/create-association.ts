import { mayTryOn } from "iam-proof";
import { accountsOf, associationsOf } from "../../associations";
import { awsCall, eksKind } from "../../kind";
import { associating, passToPods, possibleAssociations } from "./associations";

const CREATE = "eks:CreatePodIdentityAssociation";

/** Somebody gives a role to a service account whose pods they can run. */
export const createAssociation = eksKind({
  id: "create-pod-identity-association",
  gives: "runs",
  about: {
    title: "Create an association with the reader's role",
    pages: [
      "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html",
    ],
    prerequisites:
      "The rights to create associations in a cluster and to pass the role to EKS Pod Identity, and a role whose trust policy does not pin another service account. A pod of the service account comes next.",
    fix: "Pin cluster, namespace and service account in the role's trust policy; limit iam:PassRole by iam:AssociatedResourceArn.",
    coverage: "full",
  },
  actions: ["eks:CreatePodIdentityAssociation", "iam:PassRole"],
  *changesOf(world, cluster, actor) {
    if (!mayTryOn(world, actor, CREATE, cluster.arn)) return;
    const taken = associationsOf(world, cluster).filter(({ webIdentity }) => !webIdentity);
    const free = accountsOf(world, cluster).filter(
      ({ name, namespace }) =>
        !taken.some((one) => one.namespace === namespace && one.serviceAccount === name),
    );
    for (const { association } of possibleAssociations(world, cluster, actor, free)) {
      const pass = passToPods(cluster, association.roleArn);
      yield associating(cluster, association, [awsCall(CREATE, cluster.arn), pass]);
    }
  },
});
