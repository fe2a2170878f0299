import type { Entry } from "./entry";

export const copyWithoutData: Entry = {
  id: "EPS-680",
  title: "the class says to make a Secret, and not of which files",
  texts: [
    "failed validation for secret object in spc {namespace:kubernetes}/{class:kubernetes}",
    "failed validation for secret object",
    "failed to validate secret object in spc",
    "key in secretObjects.data is empty",
    "object name in secretObjects.data",
  ],
  step: "provider-class",
  why: "Each entry of `secretObjects` needs `secretName`, `type` and `data` with `objectName` and `key`. The files are mounted, but no Secret is made.",
  check:
    "`kubectl -n {namespace} get secretproviderclass {class} -o yaml`: the entries of `secretObjects`.",
  mend: "Complete the entry where the class is written, or remove it if no program needs the Secret.",
  sources: ["kubernetes-sigs/secrets-store-csi-driver#1163"],
};
