import type { Entry } from "./entry";

export const nameInCallersAccount: Entry = {
  id: "EPS-466",
  title: "the object was given as a name, so AWS looked for it in the caller's own account",
  texts: [
    "not authorized to perform: {action:action} on resource: {object:name!} because no identity-based policy allows",
  ],
  over: ["EPS-450", "EPS-465"],
  step: "provider-class",
  causes: [
    {
      id: "EPS-378",
      check: "The role is the node's, or another one than that of the pod's service account.",
    },
    { id: "EPS-467", check: "The secret is in another account than the role." },
    {
      id: "EPS-450",
      check: "The secret is in the role's own account, and no policy of the role allows it.",
    },
  ],
  why: "AWS shows the resource as a name where the call had a name. A name is of the caller's account; a secret of another account needs its whole ARN.",
  check: "Is the secret in the account of the role, or in another one?",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "external-secrets/external-secrets#2685",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
  ],
};
