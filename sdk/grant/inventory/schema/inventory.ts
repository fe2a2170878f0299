import * as z from "zod";

import * as rules from "../../../rules";

import { accountEntry, organizationEntry } from "./account";
import { clusterEntry } from "./cluster";
import { entry } from "./entry";
import { readerDefaults, readerEntry } from "./reader";
import { parameterEntry, secretDefaults, secretEntry } from "./secret";
import { text } from "./text";

export const inventorySchema = entry({
  version: z
    .literal(rules.INVENTORY_VERSION, { error: `must be ${rules.INVENTORY_VERSION}` })
    .optional()
    .describe("Version of this vocabulary. Default: 1."),
  id: text(rules.inventoryId)
    .optional()
    .describe(
      "Distinguishes this inventory from others in the same backend. Every stack records it, and refuses other inventories.",
    ),
  include: z
    .array(text(rules.anyText))
    .optional()
    .describe("Files with further entries, relative to this one; * and ** name several."),
  organization: organizationEntry.optional(),
  defaults: entry({
    secrets: secretDefaults.optional().describe("Any key of a secret, for those that lack it."),
    parameters: parameterEntry
      .optional()
      .describe("Any key of a parameter, for those that lack it."),
    readers: readerDefaults.optional().describe("Any key of a reader, for those that lack it."),
  })
    .optional()
    .describe("What entries have that do not say otherwise."),
  accounts: z
    .record(text(rules.accountName), accountEntry)
    .describe("AWS accounts by a name of your own."),
  clusters: z
    .record(text(rules.clusterName), clusterEntry)
    .optional()
    .describe("EKS clusters by name."),
  secrets: z.record(text(rules.secretName), secretEntry).optional().describe("Secrets by name."),
  parameters: z
    .record(text(rules.parameterName), parameterEntry)
    .optional()
    .describe("Parameters by name."),
  readers: z
    .record(text(rules.label), readerEntry)
    .optional()
    .describe("Readers by a name of your own."),
}).describe("Accounts, clusters, secrets and who reads them.");

/** What `landing-zone.yaml` declares, as it stands there: defaults are not yet applied. */
export interface Inventory extends z.infer<typeof inventorySchema> {}

/** The inventory's JSON Schema, by which editors complete and check `landing-zone.yaml`. */
export function inventoryJsonSchema(): object {
  return {
    ...z.toJSONSchema(inventorySchema, { io: "input", target: "draft-07" }),
    title: "eks-pod-secrets inventory",
  };
}
