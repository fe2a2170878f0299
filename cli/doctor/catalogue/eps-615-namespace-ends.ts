import type { Entry } from "./entry";

export const namespaceEnds: Entry = {
  id: "EPS-615",
  title: "the namespace is being deleted",
  texts: ["because it is being terminated"],
  step: "service-account",
  why: "Nothing can be made in a namespace that is being deleted. It stays in this state while an object in it has a finalizer.",
  check: "`kubectl get namespace {namespace} -o yaml`: its `status.conditions` say what remains.",
  mend: "Wait until it is gone, and find out who deleted it. Then run the deployment again.",
  sources: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/"],
};
