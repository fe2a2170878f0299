import { nodeKind } from "./nodes";

/** Somebody makes a node run a script as root. */
export const changeNodeUserData = nodeKind({
  id: "change-node-user-data",
  title: "Change what a node runs when it starts",
  ways: [["ec2:StopInstances", "ec2:ModifyInstanceAttribute", "ec2:StartInstances"]],
});
