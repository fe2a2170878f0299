import { mayTryOn } from "iam-proof";
import { accountsOf, associationsOf } from "../../associations";
import { awsCall, eksKind } from "../../kind";
import { associating, passToPods, possibleAssociations } from "./associations";

const CREATE = "eks:CreatePodIdentityAssociation";

/** Somebody gives a role to a service account whose pods they can run. */
export const createAssociation = eksKind({
  id: "create-pod-identity-association",
  gives: "runs",
  title: "Create an association with the reader's role",
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
