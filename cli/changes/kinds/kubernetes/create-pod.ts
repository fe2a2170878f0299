import { kubernetesKind } from "../../kind";

/** Somebody creates a pod that runs as a service account of its namespace. */
export const createPod = kubernetesKind({
  id: "create-pod",
  gives: "runs",
  about: {
    title: "Create a pod with the reader's service account",
    pages: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/"],
    prerequisites: "The right to create pods in the reader's namespace.",
    fix: "Give nobody but the deployers the right to create pods in a reader's namespace; keep a namespace for each reader.",
    events: ["audit: create pods"],
    coverage: "full",
  },
  *tries({ accounts, firstOf }) {
    for (const account of accounts) {
      const { namespace } = account;
      const needs = firstOf("create", { resource: "pods", namespace });
      yield { target: `a pod of namespace ${namespace}`, needs, as: [account] };
    }
  },
});
