import type { Entry } from "./entry";

export const objectIncomplete: Entry = {
  id: "EPS-268",
  title: "an object or a JSON part of the class lacks its name, path or alias",
  texts: [
    "Object name must be specified",
    "Path must be specified for JMES object",
    "Object alias must be specified for JMES object",
  ],
  step: "provider-class",
  why: "Each object needs `objectName`; each entry of `jmesPath` needs `path` and `objectAlias`.",
  check: "`kubectl -n {namespace} get secretproviderclass {class} -o yaml`",
  mend: "Complete the entry. In the inventory, `reads` of the reader writes it.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: provider/secret_descriptor.go"],
};
