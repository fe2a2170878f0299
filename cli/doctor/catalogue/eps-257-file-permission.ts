import type { Entry } from "./entry";

export const filePermission: Entry = {
  id: "EPS-257",
  title: "a file permission in the class is not one",
  texts: [
    "Invalid File Permission: {permission:name}",
    "failed to unmarshal file permission, error",
  ],
  step: "provider-class",
  why: "`filePermission` must be a string of four octal digits. Without quotes YAML reads 0644 as a number.",
  check: "`kubectl -n {namespace} get secretproviderclass {class} -o yaml`",
  mend: 'Write it in quotes: `filePermission: "0644"`.',
  sources: ["aws/secrets-store-csi-driver-provider-aws: provider/secret_descriptor.go"],
};
