import { eksKind, inCluster, runningOnNode } from "../../kind";
import { callsOnNodes } from "./nodes";

/** Somebody gets a shell on a node. */
export const connectToNode = eksKind({
  id: "connect-to-node",
  gives: "runs",
  about: {
    title: "Connect to a node by EC2 Instance Connect or its serial console",
    pages: [
      "https://docs.aws.amazon.com/ec2-instance-connect/latest/APIReference/API_SendSSHPublicKey.html",
    ],
    prerequisites:
      "The right to send a key to an instance that is a node; networks are not taken as stopping anybody.",
    fix: "Deny both calls on instances that are nodes.",
    coverage: "full",
  },
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
