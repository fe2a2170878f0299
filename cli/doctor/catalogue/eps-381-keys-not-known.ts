import type { Entry } from "./entry";

export const keysNotKnown: Entry = {
  id: "EPS-381",
  title: "AWS does not know the key id of the call",
  texts: [
    "The security token included in the request is invalid",
    "InvalidClientTokenId",
    "UnrecognizedClientException",
    "AWS was not able to validate the provided access credentials",
    "The AWS Access Key Id you provided does not exist in our records",
  ],
  errors: ["{InvalidAccessKeyId|AuthFailure}"],
  why: "The program signed with access keys that AWS does not have: deleted keys in environment variables, those of a test server or another partition, or a session token that is missing. Such variables win over Pod Identity.",
  check: "`kubectl -n {namespace} get pod {pod} -o yaml | grep AWS_ACCESS_KEY_ID`",
  mend: "Remove access keys from the pod's environment and files.",
  sources: ["https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html"],
};
