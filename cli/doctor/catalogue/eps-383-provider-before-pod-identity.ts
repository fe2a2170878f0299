import type { Entry } from "./entry";

export const providerBeforePodIdentity: Entry = {
  id: "EPS-383",
  title: "the provider is older than its support of Pod Identity",
  step: "provider",
  why: "ASCP knows `usePodIdentity` since 1.0.0. Older versions do not read it, and use IRSA.",
  check: "`kubectl get daemonsets -A -o wide | grep provider-aws` shows the image.",
  mend: "Take the version that this package installs: remove `secretsStoreCsi.version`, and run `eks-pod-secrets up`. With `existing`, its owner raises it.",
  sources: ["aws/secrets-store-csi-driver-provider-aws#300"],
};
