import { kubernetesKind, podsOf } from "../../kind";

/** Somebody attaches to the program of a reader's pod. */
export const attach = kubernetesKind({
  id: "attach-to-pod",
  gives: "runs",
  about: {
    title: "Attach to a reader's pod",
    pages: ["https://kubernetes.io/docs/reference/access-authn-authz/rbac/"],
    prerequisites:
      "The right to create pods/attach, or before Kubernetes 1.35 to get it, in the reader's namespace, and a program that reads commands.",
    fix: "Give nobody the right to pods/attach in a reader's namespace.",
    events: ["audit: create pods/attach", "audit: get pods/attach"],
    coverage: "full",
  },
  *tries(inside) {
    for (const { account, pod, ...more } of podsOf(inside)) {
      const needs = inside.firstOf("create get", { ...pod, resource: "pods/attach" });
      yield { ...more, target: `pod ${pod.name ?? "of any name"}`, needs, as: [account] };
    }
  },
});
