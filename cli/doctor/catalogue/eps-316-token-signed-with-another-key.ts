import type { Entry } from "./entry";

export const tokenSignedWithAnotherKey: Entry = {
  id: "EPS-316",
  title: "the agent knows no key of this token: another cluster signed it, or an earlier key",
  texts: [
    "{no matching key found for kid|cryptographic validation failed}",
    "{invalid header: kid|missing header: kid|kid not found in JWT header}",
  ],
  over: ["EPS-363", "EPS-178"],
  step: "webhook",
  why: "Tokens are signed with keys of the cluster that made them, and these change. The token is of another cluster, of a file that was copied, or older than the cluster's keys.",
  check:
    "The issuer (`iss`) in the token, which is no secret, against `aws eks describe-cluster --name CLUSTER --query cluster.identity.oidc.issuer`.",
  mend: "Start the pod again, so that the kubelet gives it a new token; let the program read the file for each request.",
  sources: ["aws/eks-pod-identity-agent: internal/validation/token_validator.go"],
};
