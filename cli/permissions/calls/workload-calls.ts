import { type Call, call } from "./call";
import { EKS_TAGS } from "./cluster-calls";
import { podRole } from "./role-calls";

/** Calls of what pods become and read as. */
export const workloadCalls = {
  clustersLookedAt: [
    call("eks:DescribeCluster", "reads where the cluster's API is", { by: ["up"] }),
    call("eks:ListAddons", "finds agent and driver that are there", { by: ["up"] }),
  ],
  readerRoles: [
    ...podRole,
    call("iam:PassRole", "hands it to EKS for the reader's pods", {
      condition: { StringEquals: { "iam:PassedToService": ["pods.eks.amazonaws.com"] } },
    }),
  ],
  clustersWithReaders: [
    call("eks:CreatePodIdentityAssociation", "gives the reader's pods its role"),
    call("eks:ListPodIdentityAssociations", "finds associations that others made", { by: ["up"] }),
  ],
  associations: [
    call("eks:DescribePodIdentityAssociation", "reads which role the pods have"),
    call("eks:UpdatePodIdentityAssociation", "gives them another"),
    call("eks:DeletePodIdentityAssociation", "gives them none"),
    ...EKS_TAGS,
  ],
  readSecrets: [
    call("secretsmanager:DescribeSecret", "tells whether what pods mount has a value", {
      by: ["up"],
    }),
  ],
} satisfies Record<string, Call[]>;
