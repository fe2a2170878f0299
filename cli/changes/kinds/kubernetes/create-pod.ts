import { kubernetesKind } from "../../kind";

/** Somebody creates a pod that runs as a service account of its namespace. */
export const createPod = kubernetesKind({
  id: "create-pod",
  gives: "runs",
  title: "Create a pod with the reader's service account",
  actions: ["create pods"],
  *tries({ firstOf, namespaces }) {
    for (const [namespace, as] of namespaces) {
      const needs = firstOf("create", { resource: "pods", namespace });
      yield { target: `a pod of namespace ${namespace}`, needs, as };
    }
  },
});
