import type { Entry } from "./entry";

export const deniedWithoutReason: Entry = {
  id: "EPS-465",
  title: "AWS refuses the call, and does not say why",
  texts: [
    "not authorized to perform: {action:action} on resource: {resource:arn}",
    "not authorized to perform: {action:action}",
    "(AccessDeniedException) when calling the GetSecretValue operation",
    "(AccessDenied) when calling the GetSecretValue operation",
    "(AccessDeniedException) when calling the GetParameters operation",
    "(AccessDenied) when calling the GetParameters operation",
    "{You are not authorized to perform this operation|You are not authorized to launch instances|The provided execution role does not have permissions}",
    "GetParametersByPath: access denied",
    "{GetSecretValue|GetParameter|GetParameters}, StatusCode: 403",
    "{GetSecretValue|GetParameter|GetParameters}, https response error StatusCode: 403",
  ],
  errors: [
    "{secretsmanager|ssm|kms} {AccessDenied|AccessDeniedException|UnauthorizedOperation|AccessDeniedForDependencyException}",
  ],
  step: "identity-policy",
  causes: [
    { id: "EPS-450", check: "The role's policies have no statement for this action and object." },
    {
      id: "EPS-451",
      check: "The object is of another account, and its policy does not name the role.",
    },
    { id: "EPS-452", check: "The role has a permissions boundary without this action." },
    {
      id: "EPS-461",
      check: "A service control policy denies it: `evaluate` allows, and AWS does not.",
    },
    { id: "EPS-462", check: "The owner's organization has a resource control policy." },
    {
      id: "EPS-803",
      check: "The action is no read of a secret: it is of whoever deploys, or of another program.",
    },
    { id: "EPS-456", check: "The call goes through a VPC endpoint whose policy lacks it." },
  ],
  why: "Across organizations, and in older answers, AWS does not name the policy.",
  check:
    "`eks-pod-secrets evaluate` with the action and the object names the document that decides.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"],
};
