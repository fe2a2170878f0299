import type { Entry } from "./entry";

export const fetchFailedEverywhere: Entry = {
  id: "EPS-562",
  title: "the provider could not read the secret, and does not say why",
  texts: [
    "Failed to fetch secret from all regions. Verify secret exists and required permissions are granted for: {object:object}",
    "Failed to fetch secret from all regions: {object:object}",
    "Failed to fetch secret from all regions",
  ],
  symptom: "near",
  step: "file",
  causes: [
    {
      id: "EPS-563",
      check:
        "ASCP's log has `JMES Path … does not point to a valid object`: the value lacks the JSON part.",
    },
    {
      id: "EPS-581",
      check:
        "ASCP's log has `Invalid JMES Path`, or a `path` of the class has a hyphen and no quotes.",
    },
    {
      id: "EPS-564",
      check: "ASCP's log has `Invalid JSON used with jmesPath`: the value is no JSON.",
    },
    {
      id: "EPS-156",
      check:
        "ASCP's log has `169.254.170.23`, or `failed to refresh cached credentials`: the agent, not the secret.",
    },
    {
      id: "EPS-450",
      check:
        "CloudTrail has `AccessDenied` of GetSecretValue for the role, or `eks-pod-secrets doctor READER` says so.",
    },
    { id: "EPS-470", check: "CloudTrail has `AccessDenied` of Decrypt." },
    {
      id: "EPS-551",
      check: "CloudTrail has `ResourceNotFoundException`: the secret is not there.",
    },
    {
      id: "EPS-365",
      check:
        "ASCP's log has `AssumeRoleWithWebIdentity`: it uses IRSA, and the role's trust policy says no.",
    },
    { id: "EPS-571", check: "ASCP's log has `ThrottlingException` or `Rate exceeded`." },
    {
      id: "EPS-572",
      check: "ASCP's log has `dial tcp`, `i/o timeout` or `no such host`: the network.",
    },
  ],
  why: "ASCP writes this for every failure that is no plain refusal of AWS. In most threads it was not a permission. The line before it in ASCP's own log tells the cause.",
  check:
    "The log of ASCP's pod on the pod's node: `kubectl get pods -A -o wide -l app=secrets-store-csi-driver-provider-aws`, then `kubectl logs`, the warnings (`W`) before this line.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "aws/secrets-store-csi-driver-provider-aws#401",
    "aws/secrets-store-csi-driver-provider-aws#176",
    "aws/secrets-store-csi-driver-provider-aws#613",
  ],
};
