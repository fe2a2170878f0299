import { eksKind, inCluster, runningOnNode } from "../../kind";
import { callsOnNodes } from "./nodes";

/** Somebody gets a shell on a node. */
export const runCommandOnNode = eksKind({
  id: "run-command-on-node",
  gives: "runs",
  title: "Run a command on a node by Systems Manager",
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
