import type { Entry } from "./entry";

export const webIdentityExpired: Entry = {
  id: "EPS-389",
  title: "the program sends a web identity token that has expired (IRSA)",
  texts: ["Token expired: current date/time"],
  errors: ["webidentity {ExpiredToken|ExpiredTokenException}"],
  step: "webhook",
  why: "The kubelet renews the token's file. A program that read it once sends an old one after a day.",
  check: "Does the program read the file of `AWS_WEB_IDENTITY_TOKEN_FILE` for each session?",
  mend: "Start the pod again, and use an SDK that reads the file anew.",
  sources: ["parseablehq/parseable#604", "kubernetes-sigs/external-dns#1795"],
};
