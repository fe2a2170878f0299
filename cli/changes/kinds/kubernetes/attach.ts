import { kubernetesKind, podsOf } from "../../kind";

/** Somebody attaches to the program of a reader's pod. */
export const attach = kubernetesKind({
  id: "attach-to-pod",
  gives: "runs",
  title: "Attach to a reader's pod",
  actions: ["create pods/attach", "get pods/attach"],
  *tries(inside) {
    for (const { account, pod, ...more } of podsOf(inside)) {
      const needs = inside.firstOf("create get", { ...pod, resource: "pods/attach" });
      yield { ...more, target: `pod ${pod.name ?? "of any name"}`, needs, as: [account] };
    }
  },
});
