import { inCluster, kubernetesKind } from "../../kind";

const ADMISSION = "admissionregistration.k8s.io";

/** Somebody adds their own container to each pod that is created from then on. */
export const mutatePods = kubernetesKind({
  id: "mutate-pods",
  gives: "runs",
  about: {
    title: "Change pods while they are created",
    pages: [
      "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#control-admission-webhooks",
    ],
    prerequisites:
      "The right to create, patch or update MutatingWebhookConfigurations, or to create MutatingAdmissionPolicies with their bindings. It takes a pod that starts later.",
    fix: "Give nobody these rights but the cluster's administrators.",
    events: [
      "audit: create mutatingwebhookconfigurations",
      "audit: create mutatingadmissionpolicybindings",
    ],
    coverage: "full",
  },
  *tries({ accounts, cluster, firstOf }) {
    const [policy, binding] = ["mutatingadmissionpolicies", "mutatingadmissionpolicybindings"].map(
      (resource) => firstOf("create", { group: ADMISSION, resource }),
    );
    const webhook = { group: ADMISSION, resource: "mutatingwebhookconfigurations" };
    const needs =
      firstOf("create", webhook) ??
      firstOf("patch update", { ...webhook, name: null }) ??
      (policy && binding && [...policy, ...binding]);
    yield { target: inCluster(cluster, "every new pod"), needs, as: accounts };
  },
});
