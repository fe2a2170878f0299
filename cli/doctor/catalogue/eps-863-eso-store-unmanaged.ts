import type { Entry } from "./entry";

export const esoStoreUnmanaged: Entry = {
  id: "EPS-863",
  title: "no External Secrets controller feels responsible for the store",
  texts: ["{skipping unmanaged store|store is not managed by this controller|skipping unmanaged}"],
  why: "The store names a controller class in `spec.controller`, and the running controller has another one or none.",
  check: "`kubectl get secretstore,clustersecretstore -A -o yaml | grep controller:`",
  mend: "Remove `spec.controller` from the store, or start the controller with `--controller-class` of this name.",
  sources: ["external-secrets/external-secrets#521"],
};
