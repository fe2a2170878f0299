import { inCluster, kubernetesKind } from "../../kind";
import { MASTERS } from "../../rbac/decide";
import { kubernetesActor } from "../../users";

/** Somebody maps their own identity to the group that may do everything. */
export const writeAwsAuth = kubernetesKind({
  id: "write-aws-auth",
  gives: "becomes",
  title: "Let oneself in by aws-auth",
  actions: ["patch configmaps aws-auth"],
  *tries({ cluster, firstOf }) {
    if (cluster.authenticationMode === "API") return;
    const map = { resource: "configmaps", namespace: "kube-system" };
    const needs = firstOf("patch update", { ...map, name: "aws-auth" }) ?? [
      { ...map, verb: "create" },
    ];
    const groups = [MASTERS, "system:authenticated"];
    const user = { cluster: cluster.arn, username: "attacker", groups };
    yield { target: inCluster(cluster, "aws-auth"), needs, becomes: [kubernetesActor(user)] };
  },
});
