import type { Entry } from "./entry";

export const readNotGranted: Entry = {
  id: "EPS-400",
  title: "the inventory does not grant this read",
  step: "granted",
  why: "No reader of the inventory has the secret or parameter in its reads, so AWS refuses the pod, as it should.",
  check: "eks-pod-secrets what-can-read READER lists everything that the reader can read.",
  mend: "If the pod shall read it, the secret's owner decides: add it to reads of the reader in the inventory, and run eks-pod-secrets up. If not, mount it in no SecretProviderClass of the reader.",
  sources: ["docs/reference/inventory.md"],
};
