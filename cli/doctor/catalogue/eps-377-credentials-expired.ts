import type { Entry } from "./entry";

export const credentialsExpired: Entry = {
  id: "EPS-377",
  title: "the credentials of the call have expired",
  texts: [
    "ExpiredToken: The security token included in the request is expired",
    "ExpiredTokenException: The security token included in the request is expired",
    "The security token included in the request is expired",
    "(ExpiredToken)",
    "RequestExpired: Request has expired",
    "credentials have already expired",
    "{AWS|your|refresh|session|temporary} credentials … {have expired|are expired|has expired|token expired|: token expired}",
  ],
  errors: ["{ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired}"],
  why: "Temporary credentials were used after their end. A clock that is wrong can make them look so.",
  check: "`date -u` on the machine, and where its credentials come from.",
  mend: "In a pod: use the SDK's own credentials, which renew themselves. At the command line: log in again, e.g. `aws sso login`.",
  sources: ["https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html"],
};
