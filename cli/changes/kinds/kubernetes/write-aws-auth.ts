import { inCluster, kubernetesKind } from "../../kind";
import { MASTERS } from "../../rbac/decide";
import { kubernetesActor } from "../../users";

/** Somebody maps their own identity to the group that may do everything. */
export const writeAwsAuth = kubernetesKind({
  id: "write-aws-auth",
  gives: "becomes",
  about: {
    title: "Let oneself in by aws-auth",
    pages: ["https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html"],
    prerequisites:
      "The right to patch or update the ConfigMap aws-auth of kube-system, or to create it, in a cluster whose authentication mode takes it.",
    fix: "Set the authentication mode API, in which the ConfigMap says nothing.",
    events: ["audit: patch configmaps aws-auth"],
    coverage: "full",
  },
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
