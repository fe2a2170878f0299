import type { Entry } from "./entry";

export const providerRestarted: Entry = {
  id: "EPS-574",
  title: "driver or provider was restarted during the mount",
  step: "provider",
  why: "An upgrade, an eviction or too little memory ended the pod while it read.",
  check:
    "`kubectl get pods -A -o wide -l app=secrets-store-csi-driver-provider-aws`: restarts and age of the one on this node.",
  mend: "The mount is tried again. If the pod restarts often, raise its memory.",
  sources: ["aws/secrets-store-csi-driver-provider-aws#344"],
};
