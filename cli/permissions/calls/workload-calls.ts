import type { Call } from "./call";
import { EKS_TAGS } from "./cluster-calls";
import { podRole } from "./role-calls";

/** Calls of what pods become and read as. */
export const workloadCalls = {
  targetRoles: podRole,
  readerRoles: [
    ...podRole,
    {
      action: "iam:PassRole",
      reason: "hands it to EKS for the reader's pods",
      condition: { StringEquals: { "iam:PassedToService": ["pods.eks.amazonaws.com"] } },
    },
  ],
  clustersLookedAt: [
    { action: "eks:DescribeCluster", reason: "reads where the cluster's API is", by: ["up"] },
    { action: "eks:ListAddons", reason: "finds agent and driver that are there", by: ["up"] },
  ],
  clustersWithReaders: [
    { action: "eks:CreatePodIdentityAssociation", reason: "gives the reader's pods its role" },
    {
      action: "eks:ListPodIdentityAssociations",
      reason: "finds associations that others made",
      by: ["up"],
    },
  ],
  associations: [
    { action: "eks:DescribePodIdentityAssociation", reason: "reads which role the pods have" },
    { action: "eks:UpdatePodIdentityAssociation", reason: "gives them another" },
    { action: "eks:DeletePodIdentityAssociation", reason: "gives them none" },
    ...EKS_TAGS,
  ],
  readSecrets: [
    {
      action: "secretsmanager:DescribeSecret",
      reason: "tells whether what pods mount has a value",
      by: ["up"],
    },
  ],
} satisfies Record<string, Call[]>;
