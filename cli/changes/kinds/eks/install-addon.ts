import { mayTryOn } from "iam-proof";
import { accountsOf } from "../../associations";
import { awsCall, childArn, eksKind } from "../../kind";
import { associating, passToPods, possibleAssociations } from "./associations";

const ID = "00000000-0000-0000-0000-000000000000";

/** Somebody installs an add-on that brings an association. */
export const installAddon = eksKind({
  id: "install-addon",
  gives: "runs",
  title: "Give the reader's role to an add-on",
  actions: ["eks:CreateAddon", "eks:UpdateAddon", "iam:PassRole"],
  *changesOf(world, cluster, actor) {
    const [create, update] = [cluster.arn, childArn(cluster, "addon", "any", ID)];
    const call = mayTryOn(world, actor, "eks:CreateAddon", create)
      ? awsCall("eks:CreateAddon", create)
      : awsCall("eks:UpdateAddon", update);
    const accounts = accountsOf(world, cluster).filter((one) => one.namespace === "kube-system");
    for (const { association } of possibleAssociations(world, cluster, actor, accounts)) {
      yield associating(cluster, association, [call, passToPods(cluster, association.roleArn)]);
    }
  },
});
