import { eksKind, inCluster, runningOnNode } from "../../kind";
import { callsOnNodes } from "./nodes";

/** Somebody makes a node run a script as root. */
export const changeNodeUserData = eksKind({
  id: "change-node-user-data",
  gives: "runs",
  title: "Change what a node runs when it starts",
  actions: ["ec2:ModifyInstanceAttribute", "ec2:StopInstances", "ec2:StartInstances"],
  *changesOf(world, cluster, actor) {
    for (const calls of callsOnNodes(world, cluster, actor, [
      ["ec2:StopInstances", "ec2:ModifyInstanceAttribute", "ec2:StartInstances"],
    ])) {
      yield* runningOnNode(world, cluster, { target: inCluster(cluster, "a node"), calls });
    }
  },
});
