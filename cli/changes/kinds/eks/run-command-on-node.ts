import { eksKind, inCluster, runningOnNode } from "../../kind";
import { callsOnNodes } from "./nodes";

/** Somebody gets a shell on a node. */
export const runCommandOnNode = eksKind({
  id: "run-command-on-node",
  gives: "runs",
  about: {
    title: "Run a command on a node by Systems Manager",
    pages: [
      "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartSession.html",
      "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html",
    ],
    prerequisites:
      "The right to start a session with a node, or to send it a command; the node's role lets Systems Manager manage it.",
    fix: "Take AmazonSSMManagedInstanceCore from node roles, or deny both calls on instances that are nodes.",
    coverage: "partial",
    lacks:
      "ssm:CreateAssociation and ssm:UpdateDocument, whose documents nobody read; rights on SSM documents are not asked for.",
  },
  actions: ["ssm:StartSession", "ssm:SendCommand"],
  *changesOf(world, cluster, actor) {
    for (const calls of callsOnNodes(world, cluster, actor, [
      ["ssm:StartSession"],
      ["ssm:SendCommand"],
    ])) {
      yield* runningOnNode(world, cluster, { target: inCluster(cluster, "a node"), calls });
    }
  },
});
