import type { Entry } from "./entry";

export const deploymentDenied: Entry = {
  id: "EPS-808",
  title: "a policy denies a call that is no read of a secret, and AWS does not say which",
  texts: ["not authorized to perform: {call:notRead!} {with|on resource … with} an explicit deny"],
  over: ["EPS-464", "EPS-465", "EPS-805"],
  causes: [
    { id: "EPS-804", check: "A policy of the caller, or the caller is not `deployRole`." },
    { id: "EPS-459", check: "The permissions boundary of the caller." },
    {
      id: "EPS-461",
      check: "Service control policies of the account, to be seen in the management account.",
    },
    { id: "EPS-458", check: "The policy of the object itself: look for `Deny`." },
    { id: "EPS-463", check: "The policy of the VPC endpoint that the call goes through." },
  ],
  why: "A deny wins over every allow. A call like this one is of whoever deploys, not of a reader.",
  check:
    "`aws sts get-caller-identity` with the account's `profile`: is it the account's `deployRole`?",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"],
};
