import { kubernetesKind, podsOf } from "../../kind";

/** Somebody adds their own container to a running pod. It can mount the pod's volumes. */
export const ephemeralContainer = kubernetesKind({
  id: "add-ephemeral-container",
  gives: "runs",
  about: {
    title: "Add an ephemeral container to a reader's pod",
    pages: ["https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/"],
    prerequisites:
      "The right to patch or update pods/ephemeralcontainers in the reader's namespace.",
    fix: "Give nobody this right in a reader's namespace.",
    events: ["audit: patch pods/ephemeralcontainers"],
    coverage: "full",
  },
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
