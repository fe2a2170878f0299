import type { Entry } from "./entry";

export const signatureDoesNotMatch: Entry = {
  id: "EPS-321",
  title: "AWS does not take the signature of the call",
  texts: [
    "{SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature}",
    "The request signature we calculated does not match the signature you provided",
    "Credential should be scoped to a valid",
  ],
  causes: [
    {
      id: "EPS-322",
      check: "The keys were written by hand, and the secret key may be of another key id.",
    },
    {
      id: "EPS-397",
      check:
        "The keys come from a file or a Secret, where a line's end or a quote may have got into them.",
    },
    { id: "EPS-814", check: "`date -u` on the machine is wrong." },
    { id: "EPS-323", check: "The call goes through a proxy or to an endpoint of your own." },
  ],
  why: "AWS makes the signature again from the request that it got. The secret key, the time or the request itself differs from what the program signed.",
  check: "`aws sts get-caller-identity` with the same credentials, in the same place.",
  mend: "Find out by the checks which cause it is, and do what that one says. In a pod no access keys are needed: remove them from its environment and files.",
  sources: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html"],
};
