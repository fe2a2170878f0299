import type { Entry } from "./entry";

export const copiedFileMissing: Entry = {
  id: "EPS-652",
  title: "a copy names a file that the mount does not have",
  texts: [
    "file matching objectName {file:name} not found in the pod",
    "file matching objectName … not found in the pod",
    "could not find file … for secretObject",
    "failed to get data in spc … failed to read file",
  ],
  step: "provider-class",
  why: "`secretObjects.data.objectName` must be the name of the file: the alias where there is one, else the object's name with `_` for `/`.",
  check: "`kubectl -n {namespace} get secretproviderclass -o yaml`, and the files in the mount.",
  mend: "If the inventory has this reader: `eks-pod-secrets up --refresh --yes`. Else write the alias as `objectName` under `secretObjects`.",
  sources: [
    "kubernetes-sigs/secrets-store-csi-driver#1329",
    "kubernetes-sigs/secrets-store-csi-driver: pkg/util/secretutil/secret.go",
  ],
};
