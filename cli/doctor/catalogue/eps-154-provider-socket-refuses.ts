import type { Entry } from "./entry";

export const providerSocketRefuses: Entry = {
  id: "EPS-154",
  title: "the AWS provider's socket is on the node, but nobody answers",
  texts: [
    'error connecting to provider "aws" … connection refused',
    "secrets-store-csi-providers/aws.sock: connect: connection refused",
    "providers/aws.sock: connect: connection refused",
  ],
  step: "provider",
  why: "The provider's pod on this node has ended or is starting. Its socket stays on the disk of the node.",
  check:
    "`kubectl get pods -A -o wide -l app=secrets-store-csi-driver-provider-aws`, and the logs of the pod on this node.",
  mend: "Wait until the provider's pod is ready. If it restarts again and again, mend what its log says.",
  sources: ["kubernetes-sigs/secrets-store-csi-driver: pkg/secrets-store/provider_client.go"],
};
