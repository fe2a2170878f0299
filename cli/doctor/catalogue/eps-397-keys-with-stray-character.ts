import type { Entry } from "./entry";

export const keysWithStrayCharacter: Entry = {
  id: "EPS-397",
  title: "the program's access keys have a line end or another stray character",
  texts: [
    'invalid header field value for "Authorization"',
    'Invalid character in header content ["Authorization"]',
    "Invalid header value b'AWS4-HMAC",
  ],
  why: "Keys were put into a Secret or a variable with a line end, mostly by `echo` without `-n`, and the client cannot send them. A reader of the inventory has no such keys.",
  check:
    "Does the value end with a line end? `kubectl -n {namespace} get pod {pod} -o yaml | grep AWS_ACCESS_KEY_ID` names where it comes from.",
  mend: "Remove the keys, and let the service account have an association. Else make the Secret again without the line end.",
  sources: ["external-secrets/external-secrets#2401"],
};
