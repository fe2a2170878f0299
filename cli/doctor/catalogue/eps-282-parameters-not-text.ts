import type { Entry } from "./entry";

export const parametersNotText: Entry = {
  id: "EPS-282",
  title: "a parameter of the class is not a text",
  texts: [
    "spec.parameters.objects in body must be of type string",
    "Go struct field SecretProviderClassSpec.spec.parameters of type string",
    "SecretProviderClass … is invalid: spec.parameters",
  ],
  over: ["EPS-710"],
  step: "provider-class",
  why: "All parameters of a SecretProviderClass are texts, also `objects`, which is YAML within a text.",
  check: "`parameters` of the class where it is written",
  mend: 'Write `objects: |` and the list indented below it, and other values in quotes: `usePodIdentity: "true"`. In the inventory, `reads` of the reader writes it.',
  sources: ["kubernetes-sigs/secrets-store-csi-driver: apis/v1/secretproviderclass_types.go"],
};
