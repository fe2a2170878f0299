import { inCluster, kubernetesKind } from "../../kind";

export const ADMISSION = "admissionregistration.k8s.io";

/** Somebody adds their own container to each pod that is created from then on. */
export const mutatePods = kubernetesKind({
  id: "mutate-pods",
  gives: "runs",
  title: "Change pods while they are created",
  actions: ["create mutatingwebhookconfigurations", "create mutatingadmissionpolicybindings"],
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
