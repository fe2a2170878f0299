import { eksKind, inCluster, runningOnNode } from "../../kind";
import { callsOnNodes } from "./nodes";

/** Somebody gets a shell on a node. */
export const connectToNode = eksKind({
  id: "connect-to-node",
  gives: "runs",
  title: "Connect to a node by EC2 Instance Connect or its serial console",
  actions: [
    "ec2-instance-connect:SendSSHPublicKey",
    "ec2-instance-connect:SendSerialConsoleSSHPublicKey",
  ],
  *changesOf(world, cluster, actor) {
    for (const calls of callsOnNodes(world, cluster, actor, [
      ["ec2-instance-connect:SendSSHPublicKey"],
      ["ec2-instance-connect:SendSerialConsoleSSHPublicKey"],
    ])) {
      yield* runningOnNode(world, cluster, { target: inCluster(cluster, "a node"), calls });
    }
  },
});
