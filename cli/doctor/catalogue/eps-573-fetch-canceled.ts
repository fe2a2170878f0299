import type { Entry } from "./entry";

export const fetchCanceled: Entry = {
  id: "EPS-573",
  title: "the read was given up before AWS answered",
  texts: [
    "Failed fetching secret {object:object}: RequestCanceled: request context canceled",
    "RequestCanceled: request context canceled",
    "Failed fetching secret … context canceled",
    "Failed fetching secret … context deadline exceeded",
    "Failed fetching parameters … context deadline exceeded",
    "{failed to mount secrets store object|provider mount err|failed to rotate objects|MountVolume.SetUp failed for volume} … code = DeadlineExceeded desc = context deadline exceeded",
    "failed to mount secrets store objects … code = Canceled desc = context canceled",
    "operation error {SSM|Secrets Manager|STS|KMS}: … StatusCode: 0, RequestID: , {canceled|request send failed}",
    "unable to retrieve secret from asm … context deadline exceeded",
  ],
  step: "file",
  causes: [
    {
      id: "EPS-572",
      check:
        "From the node, the service's endpoint does not resolve or does not answer on port 443.",
    },
    {
      id: "EPS-156",
      check: "The node has no ready Pod Identity agent, or its log has no request of that time.",
    },
    { id: "EPS-571", check: "CloudWatch shows throttled calls of the service." },
    { id: "EPS-574", check: "Driver's or provider's pod of the node was restarted at that time." },
  ],
  why: "The kubelet waits two minutes for a mount, and gives it up. Something before was too slow: the network, the agent, or AWS.",
  check: "The log of ASCP's pod on the pod's node, from two minutes before.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["aws/secrets-store-csi-driver-provider-aws#321"],
};
