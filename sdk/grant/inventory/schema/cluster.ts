import * as z from "zod";
import { DEFAULT_INSTANCE_TYPES } from "../../../defaults";
import * as rules from "../../../rules";
import { LEAST_ZONES, nodeCount } from "../../../rules/clusters";
import { entry, given, oneOf, optional, text, wholeNumber } from "./entry";
import { readerDefaultsOfCluster, readerDefaultsOfNamespace } from "./reader";

const nodes = entry({
  instanceTypes: optional(
    `Instance types of the nodes, all x86 or all Arm. Another list replaces the nodes. Default: ${DEFAULT_INSTANCE_TYPES}.`,
    z.array(text(rules.instanceType)).min(1),
  ),
  min: optional("Least number of nodes. Default: 1.", wholeNumber(nodeCount)),
  desired: optional(
    "Number of nodes. Default: 2 at first, then what an autoscaler sets.",
    wholeNumber(nodeCount),
  ),
  max: optional(
    "Greatest number of nodes. Default: 3, or desired if that is more.",
    wholeNumber(nodeCount),
  ),
});

const endpoint = entry({
  public: optional("Whether the internet reaches it. Default: true.", z.boolean()),
  private: optional("Whether the VPC reaches it from within. Default: false.", z.boolean()),
  publicAccessCidrs: optional(
    "Addresses that may reach it from the internet. Default: all.",
    z.array(text(rules.ipv4Cidr)).min(1),
  ),
});

const addons = entry({
  "kube-proxy": optional("Version of kube-proxy, or newest.", text(rules.addonVersion)),
  "vpc-cni": optional(
    "Version of the network plugin of Amazon VPC, or newest.",
    text(rules.addonVersion),
  ),
});

const clusterCreation = entry({
  version: optional("Kubernetes version. Default: EKS's newest.", text(rules.kubernetesVersion)),
  subnetIds: optional(
    "Subnets of the control plane and the nodes. Default: the default subnets of the default VPC.",
    z
      .array(text(rules.subnetId))
      .min(LEAST_ZONES, { error: `must have at least ${LEAST_ZONES} subnets, in as many zones` }),
  ),
  nodes: optional("The managed node group.", nodes),
  endpoint: optional("Who reaches the Kubernetes API.", endpoint),
  addons: optional(
    "Versions of add-ons, or newest to follow EKS at each deployment. Default: the newest at first, and again with another version.",
    addons,
  ),
});

/** How a cluster is created, as the inventory declares it. */
export interface ClusterCreationEntry extends z.infer<typeof clusterCreation> {}

const secretsStoreCsi = entry({
  install: optional(
    "How driver and provider get into the cluster. Default: addon, or helm with syncSecrets, unless version is one of the add-on's.",
    oneOf(["addon", "helm", "existing"]),
  ),
  version: optional(
    "Version of the add-on or chart. Default: the version this package pins.",
    text(rules.anyText),
  ),
  podIdentityAgent: optional(
    "How the Pod Identity agent gets onto the nodes. Default: addon, or existing with install existing.",
    oneOf(["addon", "existing"]),
  ),
  podIdentityAgentVersion: optional(
    "Version of the agent's add-on. Default: the version this package pins.",
    text(rules.anyText),
  ),
  syncSecrets: optional(
    "The driver may copy secrets into Kubernetes Secrets. Default: whether a reader does.",
    z.boolean(),
  ),
  rotationPollInterval: optional(
    "How often mounted files are read anew, such as 1h. Default: never.",
    text(rules.rotationPollInterval),
  ),
});

export const clusterEntry = entry({
  name: optional("Name of the EKS cluster. Default: the key.", text(rules.clusterName)),
  account: text(rules.accountName).describe("Account that runs the cluster."),
  region: optional("Default: the account's region.", text(rules.region)),
  existing: optional("The cluster exists and is adopted.", given()),
  oidcProvider: optional(
    "ARN of the IAM OIDC provider of a cluster that exists, where a reader has identity irsa or both. That of a created cluster is made.",
    text(rules.oidcProviderArn),
  ),
  create: optional("Creates the cluster.", clusterCreation),
  secretsStoreCsi: optional("The Secrets Store CSI Driver and its AWS provider.", secretsStoreCsi),
  createNamespaces: optional(
    "Whether to create the namespaces of its readers, or which of them. Default: true if the inventory creates the cluster, else false.",
    z.union([z.boolean(), z.array(text(rules.label)).min(1)], {
      error: "must be true, false or a list of namespaces",
    }),
  ),
  kubeconfigContext: optional(
    "Context of the kubeconfig. Default: aws eks get-token.",
    text(rules.word),
  ),
  defaults: optional(
    "What readers of this cluster have that do not say otherwise.",
    entry({
      readers: optional(
        "Any key of a reader but cluster, for those of this cluster that lack it.",
        readerDefaultsOfCluster,
      ),
    }),
  ),
  namespaces: optional(
    "Namespaces of this cluster whose readers have something in common.",
    z.record(
      text(rules.label),
      entry({
        defaults: optional(
          "What readers of this namespace have that do not say otherwise.",
          entry({
            readers: optional(
              "Any key of a reader but cluster and namespace.",
              readerDefaultsOfNamespace,
            ),
          }),
        ),
      }),
    ),
  ),
}).describe("An EKS cluster; exactly one of existing and create.");

/** A cluster as the inventory declares it. */
export interface ClusterEntry extends z.infer<typeof clusterEntry> {}
