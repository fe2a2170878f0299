import { kubernetesKind, podsOf } from "../../kind";

/** Somebody runs a program in a pod, with the reader's files and credentials. */
export const exec = kubernetesKind({
  id: "exec-in-pod",
  gives: "runs",
  title: "Run a program in a reader's pod",
  actions: ["create pods/exec", "get pods/exec"],
  *tries(inside) {
    for (const { account, pod, ...more } of podsOf(inside)) {
      const needs = inside.firstOf("create get", { ...pod, resource: "pods/exec" });
      yield { ...more, target: `pod ${pod.name ?? "of any name"}`, needs, as: [account] };
    }
  },
});
