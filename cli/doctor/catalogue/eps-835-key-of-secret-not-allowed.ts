import type { Entry } from "./entry";

export const keyOfSecretNotAllowed: Entry = {
  id: "EPS-835",
  title: "a key of a Kubernetes Secret or ConfigMap has letters that are not allowed",
  texts: ["a valid config key must consist of alphanumeric characters"],
  over: ["EPS-710"],
  why: "A key has letters, digits, `-`, `_` and `.` only. The name of a parameter such as `/prod/db`, with slashes, is no key.",
  check: "The text names the field and the key.",
  mend: "Give the copy a key without slashes, e.g. by `objectAlias` and `secretObjects[].data[].key`, and name that one in `secretKeyRef`.",
  sources: ["aws/secrets-store-csi-driver-provider-aws#60"],
};
