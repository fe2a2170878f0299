import type { Entry } from "./entry";

export const expiredBeforeStateSaved: Entry = {
  id: "EPS-806",
  title: "the credentials of the run expired before Pulumi had saved its state",
  texts: [
    "failed to save snapshot … {ExpiredToken|ExpiredTokenException|token has expired|token is expired}",
  ],
  over: ["EPS-377", "EPS-775"],
  why: "The run took longer than its session. What it made after the last save is in AWS, and not in the stack's state.",
  check: "`pulumi stack --show-urns` against what is in the account.",
  mend: "Log in again, with a session that lasts longer than the run, and run `eks-pod-secrets up --refresh --yes`. It says what is there already and not in the state.",
  sources: ["pulumi/pulumi#19452"],
};
