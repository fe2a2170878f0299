import type { Entry } from "./entry";

export const agentWithoutACache: Entry = {
  id: "EPS-199",
  title: "the agent goes without one of its caches, which is harmless",
  texts: [
    "{IMDS namespace mapping|IMDS probe failed|IMDS delegate}",
    "Failed to read namespace info, skipping",
    "cannot scope the pod watch to this node",
    "pod liveness informer cache did not sync",
    "{failed to write JWK cache|Failed to complete active request in|Waiting for active request with}",
  ],
  over: ["EPS-573", "EPS-314", "EPS-374"],
  symptom: true,
  step: "agent",
  why: "Newer agents look for credentials in the instance's metadata, watch which pods have ended, and keep keys on the node's disk. Where one of these is not there, they ask EKS, as before.",
  check: "Does the same log have `Error fetching credentials`? That line tells what is wrong.",
  mend: "Nothing, if pods get their credentials.",
  sources: [
    "aws/eks-pod-identity-agent: internal/cloud/imds/service.go",
    "aws/eks-pod-identity-agent: internal/podliveness/pod_liveness.go",
  ],
};
