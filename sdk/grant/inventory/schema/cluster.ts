import * as z from "zod";

import * as rules from "../../../rules";
import { clusterCreation } from "./cluster-creation";
import { entry, given, oneOf } from "./entry";
import { readerDefaultsOfCluster, readerDefaultsOfNamespace } from "./reader";
import { text } from "./text";

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
