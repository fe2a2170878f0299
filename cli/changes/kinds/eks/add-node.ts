import { parseArn } from "eks-pod-secrets/grant";
import { mayTryOn } from "iam-proof";
import { nodeRoles } from "../../associations";
import { awsCall, eksKind, inCluster, passRole, runningOnNode } from "../../kind";

/** Somebody starts an instance that joins the cluster, and waits for pods. */
export const addNode = eksKind({
  id: "add-node",
  gives: "runs",
  title: "Add a node of one's own",
  actions: ["ec2:RunInstances", "eks:CreateNodegroup", "iam:PassRole"],
  *changesOf(world, cluster, actor) {
    const { account, partition, region } = parseArn(cluster.arn) ?? {};
    const instance = `arn:${partition}:ec2:${region}:${account}:instance/*`;
    for (const role of nodeRoles(cluster)) {
      if (!mayTryOn(world, actor, "iam:PassRole", role)) continue;
      for (const start of [
        awsCall("ec2:RunInstances", instance),
        awsCall("eks:CreateNodegroup", cluster.arn),
      ]) {
        const calls = [start, passRole(role, "ec2.amazonaws.com")];
        const target = inCluster(cluster, `a new node with ${role}`);
        yield* runningOnNode(world, cluster, { target, calls });
      }
    }
  },
});
