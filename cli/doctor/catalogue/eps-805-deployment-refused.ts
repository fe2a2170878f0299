import type { Entry } from "./entry";

export const deploymentRefused: Entry = {
  id: "EPS-805",
  title: "AWS refuses a call that is no read of a secret, and does not say why",
  texts: [
    "not authorized to perform: {call:notRead!} on resource",
    "not authorized to perform: {call:notRead!}",
    "API: {call:notRead!} You are not authorized",
    "{UnauthorizedOperation: |(UnauthorizedOperation) … }You are not authorized to perform this operation",
    "{isn't|is not} authorized to call ec2:",
    "API responded with error='AccessDeniedException'",
  ],
  errors: [
    "{iam|eks|organizations|cloudformation} {AccessDenied|AccessDeniedException|UnauthorizedOperation|AccessDeniedForDependencyException}",
  ],
  over: ["EPS-464", "EPS-465"],
  causes: [
    {
      id: "EPS-803",
      check: "No policy of the caller allows it, or the caller is not `deployRole`.",
    },
    { id: "EPS-452", check: "The caller has a permissions boundary without this action." },
    { id: "EPS-461", check: "A service control policy of the account denies it." },
    { id: "EPS-456", check: "The call goes through a VPC endpoint whose policy lacks it." },
    {
      id: "EPS-727",
      check:
        "It is a call of Organizations: it needs the account that manages, or a delegated one.",
    },
  ],
  why: "Readers are granted reads alone; a call like this one is of whoever deploys. In older answers, and across organizations, AWS does not name the policy.",
  check:
    "`aws sts get-caller-identity` with the account's `profile`: is it the account's `deployRole`?",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"],
};
