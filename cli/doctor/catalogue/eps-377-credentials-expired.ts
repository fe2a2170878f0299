import type { Entry } from "./entry";

export const credentialsExpired: Entry = {
  id: "EPS-377",
  title: "the credentials of the call have expired",
  texts: [
    "ExpiredToken: The security token included in the request is expired",
    "ExpiredTokenException: The security token included in the request is expired",
    "The security token included in the request is expired",
    "(ExpiredToken)",
    "Signature expired: ",
    "SignatureDoesNotMatch: Signature expired: ",
    "InvalidSignatureException: Signature expired: ",
    "RequestExpired: Request has expired",
    "Signature not yet current",
    "InvalidSignatureException: Signature not yet current",
    "The difference between the request time and the current time is too large",
  ],
  errors: [
    "{ExpiredToken|ExpiredTokenException|RequestExpired|RequestTimeTooSkewed|TokenRefreshRequired}",
  ],
  why: "Temporary credentials were used after their end, or the clock of the machine is wrong.",
  check: "`date -u` on the machine, and where its credentials come from.",
  mend: "In a pod: use the SDK's own credentials, which renew themselves. At the command line: log in again, e.g. `aws sso login`.",
  sources: ["https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html"],
};
