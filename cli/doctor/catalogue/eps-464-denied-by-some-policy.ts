import type { Entry } from "./entry";

export const deniedBySomePolicy: Entry = {
  id: "EPS-464",
  title: "a policy denies the call, and AWS does not say which",
  texts: [
    "not authorized to perform: {action:action} on resource: {resource:arn} with an explicit deny",
    "with an explicit deny",
  ],
  step: "identity-policy",
  causes: [
    {
      id: "EPS-457",
      check:
        "The role's policies: look for `Deny`. `eks-pod-secrets status` names revoked readers.",
    },
    { id: "EPS-458", check: "The secret's and the key's policy: look for `Deny`." },
    { id: "EPS-459", check: "The role's permissions boundary." },
    {
      id: "EPS-461",
      check:
        "Service control policies of the role's account, to be seen in the management account.",
    },
    { id: "EPS-462", check: "Resource control policies of the owner's account." },
    { id: "EPS-463", check: "The policy of the VPC endpoint that the call goes through." },
  ],
  why: "A deny wins over every allow. AWS names its type only within an account or organization, and for services that know the newer texts.",
  check: "`eks-pod-secrets evaluate` with the action and the object names the document.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"],
};
