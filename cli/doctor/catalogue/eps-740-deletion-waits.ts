import type { Entry } from "./entry";

export const deletionWaits: Entry = {
  id: "EPS-740",
  title: "an object is not deleted, because something still holds it",
  texts: [
    "{finalizers remaining|has finalizers|SomeFinalizersRemain|NamespaceFinalizersRemaining|NamespaceContentRemaining|timed out waiting for the object to be deleted|object is being deleted:|NamespaceDeletionDiscoveryFailure}",
    "waiting for EKS Add-On … unexpected state DELETE_FAILED",
    "waiting for state to become 'DELETED'",
    "waiting for state to become 'destroyed'",
  ],
  why: "Kubernetes deletes an object when the last of its finalizers is gone. The controller that would remove one is not there, or its own deletion fails.",
  check: "`kubectl get KIND NAME -o jsonpath='{.metadata.finalizers}'`",
  mend: "Start the controller that owns the finalizer again. Remove a finalizer by hand only when what it guards is gone.",
  sources: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/"],
};
