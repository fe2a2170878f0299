import { nodeKind } from "./nodes";

/** Somebody gets a shell on a node. */
export const connectToNode = nodeKind({
  id: "connect-to-node",
  title: "Connect to a node by EC2 Instance Connect or its serial console",
  ways: [
    ["ec2-instance-connect:SendSSHPublicKey"],
    ["ec2-instance-connect:SendSerialConsoleSSHPublicKey"],
  ],
});
