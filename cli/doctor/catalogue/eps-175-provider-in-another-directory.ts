import type { Entry } from "./entry";

export const providerInAnotherDirectory: Entry = {
  id: "EPS-175",
  title: "driver and provider meet in different directories of the node",
  step: "provider",
  why: "The provider makes its socket in one directory, and the driver looks in another. An upgrade of one of them can move it; a driver that has run since before still knows the former path.",
  check:
    "The `hostPath` of the volume `providervol` of the provider's DaemonSet, and the providers' directories of the driver's DaemonSet.",
  mend: "Start the driver's pod on this node again. If the directories differ, take versions that belong together: without `secretsStoreCsi.version` in the inventory, `up` installs those that this package has tested.",
  sources: ["aws/secrets-store-csi-driver-provider-aws#461"],
};
