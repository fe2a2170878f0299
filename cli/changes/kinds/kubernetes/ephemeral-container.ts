import { kubernetesKind, podsOf } from "../../kind";

/** Somebody adds their own container to a running pod. It can mount the pod's volumes. */
export const ephemeralContainer = kubernetesKind({
  id: "add-ephemeral-container",
  gives: "runs",
  title: "Add an ephemeral container to a reader's pod",
  actions: ["patch pods/ephemeralcontainers"],
  *tries(inside) {
    for (const { account, pod, ...more } of podsOf(inside)) {
      const needs = inside.firstOf("patch update", {
        ...pod,
        resource: "pods/ephemeralcontainers",
      });
      yield { ...more, target: `pod ${pod.name ?? "of any name"}`, needs, as: [account] };
    }
  },
});
