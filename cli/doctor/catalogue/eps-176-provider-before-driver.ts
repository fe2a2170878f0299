import type { Entry } from "./entry";

export const providerBeforeDriver: Entry = {
  id: "EPS-176",
  title: "the provider started before the driver, and its socket is gone",
  step: "provider",
  why: "The provider made its socket when it started. The providers' directory was made anew after that, and the provider does not notice.",
  check:
    "On this node the provider's pod is older than the driver's: `kubectl get pods -A -o wide`.",
  mend: "Start the provider's pod on this node again.",
  sources: ["aws/secrets-store-csi-driver-provider-aws#345"],
};
