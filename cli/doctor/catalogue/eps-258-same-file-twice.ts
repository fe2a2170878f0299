import type { Entry } from "./entry";

export const sameFileTwice: Entry = {
  id: "EPS-258",
  title: "two objects of the class would be the same file",
  texts: [
    "found duplicate object alias {alias:name}",
    "Name already in use for objectAlias: {alias:name}",
    "Name already in use for objectName: {object:object}",
    "found descriptor with duplicate object name",
  ],
  step: "provider-class",
  why: "Each object and each JSON part becomes a file. Two have the same alias or name.",
  check: "`kubectl -n {namespace} get secretproviderclass {class} -o yaml`",
  mend: "Give each object its own `objectAlias`. In the inventory: another `as` in `reads`.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: provider/secret_descriptor.go"],
};
