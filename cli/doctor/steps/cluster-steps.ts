import type { ClusterFacts } from "../facts/cluster-facts";
import type { StepLooks } from "../step";
import { associationFindings } from "./association";
import { audiencesFindings } from "./audiences";
import { fileFindings } from "./file";
import { clusterFindings, serviceAccountFindings } from "./in-cluster";
import { agentFindings, driverFindings, providerFindings } from "./node-programs";
import { podsFindings } from "./pods";
import { providerClassFindings } from "./provider-class";
import { webhookFindings } from "./webhook";

/** The steps that clusters and EKS tell. */
export const CLUSTER_STEPS: StepLooks<ClusterFacts> = {
  cluster: clusterFindings,
  "service-account": serviceAccountFindings,
  pods: podsFindings,
  association: associationFindings,
  webhook: webhookFindings,
  agent: agentFindings,
  driver: driverFindings,
  provider: providerFindings,
  audiences: audiencesFindings,
  "provider-class": providerClassFindings,
  file: fileFindings,
};
