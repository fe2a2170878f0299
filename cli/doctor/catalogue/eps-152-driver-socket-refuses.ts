import type { Entry } from "./entry";

export const driverSocketRefuses: Entry = {
  id: "EPS-152",
  title: "the driver is registered on the node, but does not answer",
  texts: [
    "failed to determine if the node service has VOLUME_MOUNT_GROUP capability: rpc error: code = Unavailable",
    "kubernetes.io/csi: mounter.SetUpAt failed to … csi.sock: connect: connection refused",
    "dial unix …/csi-secrets-store/csi.sock: connect: {connection refused|no such file or directory}",
  ],
  step: "driver",
  why: "The kubelet still knows the driver's socket, and nobody listens on it, or it is gone: the driver's pod on this node has ended, or is starting.",
  check:
    "`kubectl -n kube-system get pods -o wide -l app=secrets-store-csi-driver`, and the logs of the pod on this node.",
  mend: "Wait until the driver's pod is ready. If it restarts again and again, mend what its log says.",
  sources: ["aws/secrets-store-csi-driver-provider-aws#91"],
};
