import type { Entry } from "./entry";

export const agentAsksEksForEachToken: Entry = {
  id: "EPS-178",
  title:
    "the agent does not reach the cluster's API, and leaves the check of tokens to EKS, which is harmless",
  texts: [
    "key refresh failed:",
    "failed to pre-populate public key cache",
    "apiserver fetch failed, loaded keys from disk cache",
    "Token validator init failed",
    "failed to load JWK cache from disk",
    "failed to initialize token validator",
    "does not support fetching public keys",
    "Public key cache refreshed with 0 keys",
    "failed to fetch JWKS",
  ],
  over: ["EPS-777", "EPS-572", "EPS-165", "EPS-336", "EPS-197", "EPS-791"],
  step: "agent",
  why: "Newer agents check a pod's token themselves where they have credentials for it. For that they ask the cluster's API for its keys. Where they get none, they ask EKS, as before.",
  check: "Does the same log have `Error fetching credentials`? That line tells what is wrong.",
  mend: "Nothing, if pods get their credentials. Else let the node reach the cluster's API.",
  sources: ["aws/eks-pod-identity-agent: internal/validation/token_validator.go"],
};
