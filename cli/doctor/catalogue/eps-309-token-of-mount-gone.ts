import type { Entry } from "./entry";

export const tokenOfMountGone: Entry = {
  id: "EPS-309",
  title: "the provider has no valid token of the pod for this mount",
  texts: ["token not found in cache"],
  step: "audiences",
  why: "The provider keeps the tokens that the driver gave it for a mount, and forgets them when they expire. The driver gave one that had expired, so it asks for tokens too seldom, or its clock is wrong.",
  check:
    "`kubectl get csidriver secrets-store.csi.k8s.io -o yaml`: `requiresRepublish: true` and `tokenRequests`.",
  mend: "Let the inventory install driver and provider in the versions that belong together: `eks-pod-secrets up --refresh --yes`.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: credential_provider/token_cache.go"],
};
