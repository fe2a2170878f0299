import type { Entry } from "./entry";

export const fargate: Entry = {
  id: "EPS-171",
  title: "the pod runs on Fargate, which has no CSI driver for secrets and no Pod Identity",
  texts: [
    "Pod not supported on Fargate: volumes not supported",
    "Pod not supported on Fargate: … secrets-store",
  ],
  step: "pods",
  why: "Fargate runs no DaemonSets, so neither the driver nor the Pod Identity agent can be there.",
  check: "`kubectl -n {namespace} get pods -o wide`: the node's name begins with `fargate-`.",
  mend: "Let the pod run on EC2 nodes: change the Fargate profile, or the pod's namespace and labels.",
  sources: ["aws/containers-roadmap#2274", "aws/secrets-store-csi-driver-provider-aws#34"],
};
