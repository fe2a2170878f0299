import type { Entry } from "./entry";

export const pathLeavesMount: Entry = {
  id: "EPS-264",
  title: "a file of the class would be outside of the mount",
  texts: [
    "path can not contain ../: {object:object}",
    "failed to mount secrets store objects … invalid filepath:",
    "{invalid path: must|invalid path: filenames must}",
  ],
  step: "provider-class",
  why: "Without path translation, a name with `../` would leave the volume.",
  check: "`kubectl -n {namespace} get secretproviderclass {class} -o yaml`",
  mend: "Give the object an `objectAlias` without `../`.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: provider/secret_descriptor.go"],
};
