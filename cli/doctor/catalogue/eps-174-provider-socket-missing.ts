import type { Entry } from "./entry";

export const providerSocketMissing: Entry = {
  id: "EPS-174",
  title: "the AWS provider's socket is not where the driver looks for it",
  texts: [
    "secrets-store-csi-providers/aws.sock: connect: no such file or directory",
    "providers/aws.sock: connect: no such file or directory",
  ],
  step: "provider",
  causes: [
    {
      id: "EPS-153",
      check:
        "`kubectl get pods -A -o wide -l app=secrets-store-csi-driver-provider-aws` shows no ready pod on this node.",
    },
    { id: "EPS-186", check: "The log of the provider's pod says that it cannot make its socket." },
    {
      id: "EPS-175",
      check:
        "The provider's pod is ready, and the `hostPath` of its volume `providervol` is another directory than that in the text.",
    },
    {
      id: "EPS-176",
      check:
        "The directory is the same, and the provider's pod on this node is older than the driver's.",
    },
  ],
  why: "The driver knew the socket or its path, and the file is not there now. With `connection refused` the file would be there.",
  check:
    "`kubectl get pods -A -o wide | grep -e secrets-store -e provider-aws`: what runs on this node, and since when.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "aws/secrets-store-csi-driver-provider-aws#345",
    "aws/secrets-store-csi-driver-provider-aws#461",
  ],
};
