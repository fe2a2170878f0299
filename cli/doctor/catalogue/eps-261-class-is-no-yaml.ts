import type { Entry } from "./entry";

export const classIsNoYaml: Entry = {
  id: "EPS-261",
  title: "`objects` of the class is not the YAML list that the provider reads",
  texts: [
    "Failed to load SecretProviderClass",
    "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal object into Go value of type []*provider.SecretDescriptor",
  ],
  over: ["EPS-873", "EPS-722"],
  step: "provider-class",
  why: "`objects` is a text that is YAML itself: a list with `objectName` and more. Azure's `array:` form and wrong indents are not read.",
  check:
    "`kubectl -n {namespace} get secretproviderclass {class} -o jsonpath='{.spec.parameters.objects}'`",
  mend: "Write a list: `- objectName: ARN`. In the inventory, `reads` of the reader writes it.",
  sources: [
    "kubernetes-sigs/secrets-store-csi-driver#580",
    "aws/secrets-store-csi-driver-provider-aws: provider/secret_descriptor.go",
  ],
};
