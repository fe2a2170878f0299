import type { Entry } from "./entry";

export const invalidPrincipal: Entry = {
  id: "EPS-754",
  title: "a policy names a principal that AWS does not find",
  texts: [
    "Policy contains a statement with one or more invalid principals",
    'Invalid principal in policy: "AWS"',
    "Invalid principal in policy",
    "This resource policy contains an unsupported principal",
    "MalformedPolicyDocumentException: … invalid principal",
  ],
  causes: [
    {
      id: "EPS-755",
      check: "The role was made in the last minute: the same run succeeds when it is repeated.",
    },
    {
      id: "EPS-756",
      check: "`aws iam get-role` does not find the role: it was deleted, or its stack has not run.",
    },
    { id: "EPS-757", check: "An account id is mistyped, or the account is closed." },
  ],
  why: "AWS resolves each role, user and account that a policy names. One is not there: not made yet, seconds old, deleted, in a wrong account, or an account that AWS does not know. The text names none.",
  check: "`aws iam get-role` for each role, in its account; account ids letter by letter.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "aws-samples/siem-on-amazon-opensearch-service#32",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  ],
};
