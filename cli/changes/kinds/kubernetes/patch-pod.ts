import { kubernetesKind, podsOf } from "../../kind";

/** Somebody changes the image of a running pod's container to their own program. */
export const patchPod = kubernetesKind({
  id: "patch-pod",
  gives: "runs",
  title: "Change the image of a reader's pod",
  actions: ["patch pods", "update pods"],
  *tries(inside) {
    for (const { account, pod, ...more } of podsOf(inside)) {
      const needs = inside.firstOf("patch update", { ...pod, resource: "pods" });
      yield { ...more, target: `pod ${pod.name ?? "of any name"}`, needs, as: [account] };
    }
  },
});
