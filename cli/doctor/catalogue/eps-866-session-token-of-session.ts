import type { Entry } from "./entry";

export const sessionTokenOfSession: Entry = {
  id: "EPS-866",
  title: "a session asks STS for a session token, which only keys of an IAM user get",
  texts: ["Cannot call {GetSessionToken|GetFederationToken} with session credentials"],
  over: ["EPS-850", "EPS-4", "EPS-379", "EPS-805"],
  step: "webhook",
  why: "The credentials of Pod Identity, IRSA and an assumed role are a session already. STS gives a session token to long-term keys only. No right is missing.",
  check:
    "The generator `STSSessionToken` of External Secrets, or the call of GetSessionToken in the program.",
  mend: "Use the session's own credentials, or assume a role with AssumeRole. Make no keys of an IAM user for it.",
  sources: [
    "external-secrets/external-secrets#4679",
    "aws/aws-sdk-net#1704",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html",
  ],
};
