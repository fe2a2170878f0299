import { kubernetesKind, podsOf } from "../../kind";

/** Somebody runs a program in a pod, with the reader's files and credentials. */
export const exec = kubernetesKind({
  id: "exec-in-pod",
  gives: "runs",
  about: {
    title: "Run a program in a reader's pod",
    pages: ["https://kubernetes.io/docs/reference/access-authn-authz/rbac/"],
    prerequisites:
      "The right to create pods/exec, or before Kubernetes 1.35 to get it, in the reader's namespace.",
    fix: "Give nobody the right to pods/exec in a reader's namespace.",
    events: ["audit: create pods/exec", "audit: get pods/exec"],
    coverage: "full",
  },
  *tries(inside) {
    for (const { account, pod, ...more } of podsOf(inside)) {
      const needs = inside.firstOf("create get", { ...pod, resource: "pods/exec" });
      yield { ...more, target: `pod ${pod.name ?? "of any name"}`, needs, as: [account] };
    }
  },
});
