import type { Entry } from "./entry";

export const providerSocketNotMade: Entry = {
  id: "EPS-186",
  title: "the provider cannot make its socket on the node",
  texts: [
    "Failed to listen on unix socket",
    "secrets-store-csi-providers/aws.sock: bind: permission denied",
  ],
  step: "provider",
  why: "The provider meets the driver at a socket in a directory of the node. The node does not let it write there: a read-only `/etc`, SELinux, or a path that its image does not have.",
  check:
    "The `hostPath` of the volume `providervol` of the provider's DaemonSet, and the node's operating system.",
  mend: "Bring provider and node image up to date: newer versions meet under a directory that can be written. With a driver of your own, give both the same `providersDir`.",
  sources: ["aws/secrets-store-csi-driver-provider-aws#6", "bottlerocket-os/bottlerocket#1524"],
};
