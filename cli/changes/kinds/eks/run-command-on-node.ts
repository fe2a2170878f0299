import { nodeKind } from "./nodes";

/** Somebody gets a shell on a node. */
export const runCommandOnNode = nodeKind({
  id: "run-command-on-node",
  title: "Run a command on a node by Systems Manager",
  ways: [["ssm:StartSession"], ["ssm:SendCommand"]],
});
