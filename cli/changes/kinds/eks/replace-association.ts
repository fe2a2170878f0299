import { mayTryOn } from "iam-proof";
import { associationsOf } from "../../associations";
import { awsCall, childArn, eksKind } from "../../kind";
import { associating, passToPods, possibleAssociations } from "./associations";

const DELETE = "eks:DeletePodIdentityAssociation";

/** Somebody replaces an association with one that has another role. */
export const replaceAssociation = eksKind({
  id: "replace-pod-identity-association",
  gives: "runs",
  title: "Delete an association and make it anew",
  actions: ["eks:DeletePodIdentityAssociation", "eks:CreatePodIdentityAssociation", "iam:PassRole"],
  *changesOf(world, cluster, actor) {
    const arn = childArn(cluster, "podidentityassociation", "a-00000000000000000");
    if (!mayTryOn(world, actor, DELETE, arn)) return;
    const calls = [awsCall(DELETE, arn), awsCall("eks:CreatePodIdentityAssociation", cluster.arn)];
    const own = associationsOf(world, cluster).filter(({ webIdentity }) => !webIdentity);
    const accounts = own.map((one) => ({ namespace: one.namespace, name: one.serviceAccount }));
    for (const { association } of possibleAssociations(world, cluster, actor, accounts)) {
      const pass = passToPods(cluster, association.roleArn);
      yield associating(cluster, association, [...calls, pass]);
    }
  },
});
