import type { Entry } from "./entry";

export const versionTokenUsedTwice: Entry = {
  id: "EPS-597",
  title: "a version of the secret with this id has another value",
  texts: [
    "because that value is already in use for a version of secret",
    "You can't modify an existing version",
  ],
  over: ["EPS-767"],
  why: "The id of a version is the `ClientRequestToken` of the call. A second call with the same id and another value is refused.",
  check: "`aws secretsmanager list-secret-version-ids --secret-id SECRET`",
  mend: "Put the value again with a new token, or with none: the client then makes one.",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html",
  ],
};
