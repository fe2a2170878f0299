import { kubernetesKind, podsOf } from "../../kind";

/** Somebody changes the image of a running pod's container to their own program. */
export const patchPod = kubernetesKind({
  id: "patch-pod",
  gives: "runs",
  about: {
    title: "Change the image of a reader's pod",
    pages: ["https://kubernetes.io/docs/concepts/workloads/pods/#pod-update-and-replacement"],
    prerequisites: "The right to patch or update pods of the reader's namespace.",
    fix: "Give nobody the right to patch or update pods of a reader's namespace.",
    events: ["audit: patch pods", "audit: update pods"],
    coverage: "full",
  },
  *tries(inside) {
    for (const { account, pod, ...more } of podsOf(inside)) {
      const needs = inside.firstOf("patch update", { ...pod, resource: "pods" });
      yield { ...more, target: `pod ${pod.name ?? "of any name"}`, needs, as: [account] };
    }
  },
});
