import type { Entry } from "./entry";

export const addonPreserveOnCreate: Entry = {
  id: "EPS-770",
  title: "an add-on cannot be created with the conflict resolution PRESERVE",
  texts: ["Resolve conflicts option preserve is not supported for operation CreateAddon"],
  why: "PRESERVE keeps changes of others at an update. At creation only NONE and OVERWRITE exist.",
  check: "The add-on's declaration.",
  mend: "Take OVERWRITE at creation.",
  sources: ["eksctl-io/eksctl#5880"],
};
