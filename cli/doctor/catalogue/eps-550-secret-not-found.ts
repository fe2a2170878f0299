import type { Entry } from "./entry";

export const secretNotFound: Entry = {
  id: "EPS-550",
  title: "Secrets Manager does not find the secret where it was asked for",
  texts: [
    "Secrets Manager can't find the specified secret",
    "(ResourceNotFoundException) when calling the GetSecretValue operation",
    "GetSecretValue, https response error StatusCode: 400 … ResourceNotFoundException",
    "(ResourceNotFoundException) when calling the DescribeSecret operation",
    "reading Secrets Manager Secret ( … ): couldn't find resource",
    "reading Secrets Manager Secret ( … ): empty result",
    'Secrets Manager Secret "{object:name}" not found',
    "{finding|reading|no matching} Secrets Manager Secret … {not found|no matching|couldn't find}",
    "Failed to find secret … (ResourceNotFound)",
  ],
  errors: ["secretsmanager ResourceNotFoundException"],
  step: "object",
  causes: [
    {
      id: "EPS-551",
      check:
        "The owner's account has no secret of this name in the Region: it was not made yet, or was deleted for good.",
    },
    {
      id: "EPS-552",
      check: "The secret is in another Region than the class's `region`, else the node's.",
    },
    { id: "EPS-467", check: "The secret is in another account, and was asked for by its name." },
    {
      id: "EPS-553",
      check:
        "The ARN has another suffix of six letters: the secret was made anew. Or the name is misspelt.",
    },
  ],
  why: "The call was allowed, so the caller may read, but no secret of this name or ARN is in the account and Region that were asked.",
  check:
    "`aws secretsmanager describe-secret --secret-id SECRET --region REGION` with credentials of the owner.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html",
  ],
};
