import type { Entry } from "./entry";

export const jsonPathNotValid: Entry = {
  id: "EPS-581",
  title: "the JMESPath of an object is not one that can be read",
  texts: ["Invalid JMES Path: {part:name}", "Invalid JMESPath"],
  step: "provider-class",
  why: "JMESPath reads a hyphen, a dot or a digit in front as something else than a name. Such a name of a JSON part needs double quotes within the YAML string.",
  check: "`kubectl -n {namespace} get secretproviderclass -o yaml`: each `path` under `jmesPath`.",
  mend: "Write the path in double quotes within single ones, as in `path: '\"api-key\"'`.",
  sources: [
    "aws/secrets-store-csi-driver-provider-aws#66",
    "aws/secrets-store-csi-driver-provider-aws#251",
  ],
};
