import type { Entry } from "./entry";

export const timeoutOfProviderNotTaken: Entry = {
  id: "EPS-337",
  title: "the provider's timeout for the agent is none that it takes",
  texts: [
    "{failed to parse podIdentityHttpTimeout value|podIdentityHttpTimeout must be positive|podIdentityHttpTimeout value … is unusually high}",
  ],
  step: "provider",
  why: "ASCP takes `podIdentityHttpTimeout` as a duration with its unit, e.g. `500ms` or `2s`. Without one it takes the SDK's own, and mounts go on. More than 30 seconds are taken, and delay a mount that will fail.",
  check:
    "`kubectl -n kube-system get daemonset -o yaml -l app=secrets-store-csi-driver-provider-aws | grep pod-identity-http-timeout`",
  mend: "Write a duration with its unit into the values of the provider's chart or add-on.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: main.go"],
};
