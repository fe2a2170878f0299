import type { Entry } from "./entry";

export const callerDeniedToDeploy: Entry = {
  id: "EPS-804",
  title: "a policy of the caller denies a call that is no read of a secret",
  texts: [
    "not authorized to perform: {call:notRead!} {with|on resource … with} an explicit deny in {an|a} identity-based policy",
    "not authorized to perform: {call:notRead!} {with|on resource … with} an explicit deny in {an|a} identity-based policy {policy:arn}",
  ],
  over: ["EPS-457", "EPS-464", "EPS-465"],
  why: "A deny wins over every allow. A guardrail of the account, or a role that is to look only, forbids this call to the identity of the run.",
  check:
    "`aws sts get-caller-identity` with the account's `profile`, and the policies of that role.",
  mend: "If the caller is not the account's `deployRole`, run with `deployRole` or its `profile`. If it is, only who wrote the deny changes it.",
  sources: [
    "terraform-aws-modules/terraform-aws-eks#2517",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
  ],
};
