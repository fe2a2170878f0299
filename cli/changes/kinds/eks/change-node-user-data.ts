import { eksKind, inCluster, runningOnNode } from "../../kind";
import { callsOnNodes } from "./nodes";

/** Somebody makes a node run a script as root. */
export const changeNodeUserData = eksKind({
  id: "change-node-user-data",
  gives: "runs",
  about: {
    title: "Change what a node runs when it starts",
    pages: [
      "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html",
    ],
    prerequisites:
      "The rights to stop an instance that is a node, to change its user data, and to start it.",
    fix: "Deny these calls on instances that are nodes.",
    coverage: "full",
  },
  actions: ["ec2:ModifyInstanceAttribute", "ec2:StopInstances", "ec2:StartInstances"],
  *changesOf(world, cluster, actor) {
    for (const calls of callsOnNodes(world, cluster, actor, [
      ["ec2:StopInstances", "ec2:ModifyInstanceAttribute", "ec2:StartInstances"],
    ])) {
      yield* runningOnNode(world, cluster, { target: inCluster(cluster, "a node"), calls });
    }
  },
});
