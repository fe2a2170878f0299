import * as z from "zod";
import { DEFAULT_INSTANCE_TYPES } from "../../../defaults";
import * as rules from "../../../rules";
import { LEAST_ZONES, nodeCount } from "../../../rules/clusters";
import { entry, given, oneOf, text, wholeNumber } from "./entry";
import { readerDefaultsOfCluster, readerDefaultsOfNamespace } from "./reader";

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

const clusterCreation = entry({
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

const secretsStoreCsi = entry({
  install: oneOf(["addon", "helm", "existing"])
    .optional()
    .describe(
      "How driver and provider get into the cluster. Default: addon, or helm with syncSecrets, unless version is one of the add-on's.",
    ),
  version: text(rules.anyText)
    .optional()
    .describe("Version of the add-on or chart. Default: the version this package pins."),
  podIdentityAgent: oneOf(["addon", "existing"])
    .optional()
    .describe(
      "How the Pod Identity agent gets onto the nodes. Default: addon, or existing with install existing.",
    ),
  podIdentityAgentVersion: text(rules.anyText)
    .optional()
    .describe("Version of the agent's add-on. Default: the version this package pins."),
  syncSecrets: z
    .boolean()
    .optional()
    .describe(
      "The driver may copy secrets into Kubernetes Secrets. Default: whether a reader does.",
    ),
  rotationPollInterval: text(rules.rotationPollInterval)
    .optional()
    .describe("How often mounted files are read anew, such as 1h. Default: never."),
});

export const clusterEntry = entry({
  name: text(rules.clusterName).optional().describe("Name of the EKS cluster. Default: the key."),
  account: text(rules.accountName).describe("Account that runs the cluster."),
  region: text(rules.region).optional().describe("Default: the account's region."),
  existing: given().optional().describe("The cluster exists and is adopted."),
  oidcProvider: text(rules.oidcProviderArn)
    .optional()
    .describe(
      "ARN of the IAM OIDC provider of a cluster that exists, where a reader has identity irsa or both. That of a created cluster is made.",
    ),
  create: clusterCreation.optional().describe("Creates the cluster."),
  secretsStoreCsi: secretsStoreCsi
    .optional()
    .describe("The Secrets Store CSI Driver and its AWS provider."),
  createNamespaces: z
    .union([z.boolean(), z.array(text(rules.label)).min(1)], {
      error: "must be true, false or a list of namespaces",
    })
    .optional()
    .describe(
      "Whether to create the namespaces of its readers, or which of them. Default: true if the inventory creates the cluster, else false.",
    ),
  kubeconfigContext: text(rules.word)
    .optional()
    .describe("Context of the kubeconfig. Default: aws eks get-token."),
  defaults: entry({
    readers: readerDefaultsOfCluster
      .optional()
      .describe("Any key of a reader but cluster, for those of this cluster that lack it."),
  })
    .optional()
    .describe("What readers of this cluster have that do not say otherwise."),
  namespaces: z
    .record(
      text(rules.label),
      entry({
        defaults: entry({
          readers: readerDefaultsOfNamespace
            .optional()
            .describe("Any key of a reader but cluster and namespace."),
        })
          .optional()
          .describe("What readers of this namespace have that do not say otherwise."),
      }),
    )
    .optional()
    .describe("Namespaces of this cluster whose readers have something in common."),
}).describe("An EKS cluster; exactly one of existing and create.");

/** A cluster as the inventory declares it. */
export interface ClusterEntry extends z.infer<typeof clusterEntry> {}
