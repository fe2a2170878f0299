import * as z from "zod";

import * as rules from "../../../rules";
import { DEFAULT_INSTANCE_TYPES, LEAST_ZONES, nodeCount } from "../../../rules/clusters";
import { entry } from "./entry";
import { text, wholeNumber } from "./text";

const nodes = entry({
  instanceTypes: z
    .array(text(rules.instanceType))
    .min(1)
    .optional()
    .describe(
      `Instance types of the nodes, all x86 or all Arm. Another list replaces the nodes. Default: ${DEFAULT_INSTANCE_TYPES}.`,
    ),
  min: wholeNumber(nodeCount).optional().describe("Least number of nodes. Default: 1."),
  desired: wholeNumber(nodeCount)
    .optional()
    .describe("Number of nodes. Default: 2 at first, then what an autoscaler sets."),
  max: wholeNumber(nodeCount)
    .optional()
    .describe("Greatest number of nodes. Default: 3, or desired if that is more."),
});

const endpoint = entry({
  public: z.boolean().optional().describe("Whether the internet reaches it. Default: true."),
  private: z
    .boolean()
    .optional()
    .describe("Whether the VPC reaches it from within. Default: false."),
  publicAccessCidrs: z
    .array(text(rules.ipv4Cidr))
    .min(1)
    .optional()
    .describe("Addresses that may reach it from the internet. Default: all."),
});

const addons = entry({
  "kube-proxy": text(rules.addonVersion).optional().describe("Version of kube-proxy, or newest."),
  "vpc-cni": text(rules.addonVersion)
    .optional()
    .describe("Version of the network plugin of Amazon VPC, or newest."),
});

export const clusterCreation = entry({
  version: text(rules.kubernetesVersion)
    .optional()
    .describe("Kubernetes version. Default: EKS's newest."),
  subnetIds: z
    .array(text(rules.subnetId))
    .min(LEAST_ZONES, { error: `must have at least ${LEAST_ZONES} subnets, in as many zones` })
    .optional()
    .describe(
      "Subnets of the control plane and the nodes. Default: the default subnets of the default VPC.",
    ),
  nodes: nodes.optional().describe("The managed node group."),
  endpoint: endpoint.optional().describe("Who reaches the Kubernetes API."),
  addons: addons
    .optional()
    .describe(
      "Versions of add-ons, or newest to follow EKS at each deployment. Default: the newest at first, and again with another version.",
    ),
});

/** How a cluster is created, as the inventory declares it. */
export interface ClusterCreationEntry extends z.infer<typeof clusterCreation> {}
