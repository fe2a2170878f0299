import type { Entry } from "./entry";

export const parametersFailedEverywhere: Entry = {
  id: "EPS-566",
  title: "the provider could not read the parameters, and does not say why",
  texts: ["Failed to fetch parameters from all regions"],
  symptom: "near",
  step: "file",
  causes: [
    { id: "EPS-567", check: "ASCP's log has `invalid parameters`: one of them is not there." },
    { id: "EPS-563", check: "ASCP's log has `JMES Path`." },
    {
      id: "EPS-156",
      check:
        "ASCP's log has `169.254.170.23`, or `failed to refresh cached credentials`: the agent.",
    },
    { id: "EPS-450", check: "CloudTrail has `AccessDenied` of GetParameters for the role." },
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
  why: "ASCP reads up to ten parameters in one call, and writes this for every failure that is no plain refusal. The line before it in ASCP's own log tells the cause.",
  check: "The log of ASCP's pod on the pod's node, the warnings (`W`) before this line.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: provider/parameter_store_provider.go"],
};
