import type { Entry } from "./entry";

export const copyWithoutLabel: Entry = {
  id: "EPS-656",
  title: "the copy lacks the driver's label, so the driver does not see it",
  step: "file",
  why: "Something else made or changed the Secret, and the driver's filtered watch leaves it out.",
  check: "`kubectl -n {namespace} get secret {secret} --show-labels`",
  mend: "`kubectl -n {namespace} delete secret {secret}`, and start the pod again: the driver makes it anew, with its label.",
  sources: ["Azure/secrets-store-csi-driver-provider-azure#510"],
};
