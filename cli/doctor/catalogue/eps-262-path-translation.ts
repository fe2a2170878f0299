import type { Entry } from "./entry";

export const pathTranslation: Entry = {
  id: "EPS-262",
  title: "`pathTranslation` of the class is not one character",
  texts: ["pathTranslation must be either 'False' or a single character string"],
  step: "provider-class",
  why: "It says what stands for `/` in the names of files.",
  check:
    "`kubectl -n {namespace} get secretproviderclass {class} -o jsonpath='{.spec.parameters.pathTranslation}'`",
  mend: 'Write one character in quotes, or `"False"`.',
  sources: ["aws/secrets-store-csi-driver-provider-aws: provider/secret_descriptor.go"],
};
