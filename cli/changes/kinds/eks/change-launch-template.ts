import { parseArn } from "eks-pod-secrets/grant";
import { mayTryOn } from "iam-proof";
import { awsCall, eksKind, inCluster, runningOnNode } from "../../kind";

const CALLS = ["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"] as const;

/** Somebody makes the next node run a script as root. */
export const changeLaunchTemplate = eksKind({
  id: "change-launch-template",
  gives: "runs",
  title: "Change the template of a cluster's nodes",
  actions: ["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"],
  *changesOf(world, cluster, actor) {
    const { account, partition, region } = parseArn(cluster.arn) ?? {};
    const template = `arn:${partition}:ec2:${region}:${account}:launch-template/lt-00000000000000000`;
    if (!mayTryOn(world, actor, CALLS[0], template)) return;
    const calls = CALLS.map((action) => awsCall(action, template));
    const target = inCluster(cluster, "the launch template of nodes");
    yield* runningOnNode(world, cluster, { target, calls });
  },
});
