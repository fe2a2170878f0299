import * as z from "zod";

import * as rules from "../../../rules";

import { accountEntry, organizationEntry } from "./account";
import { clusterEntry } from "./cluster";
import { entry, given, text } from "./entry";
import { readerDefaults, readerEntry } from "./reader";
import { parameterEntry, secretDefaults, secretEntry } from "./secret";

/** What a file of an inventory includes. */
export const inclusionsSchema = z.array(
  z.union(
    [
      text(rules.anyText),
      entry({
        pattern: text(rules.anyText).describe("A path or a pattern."),
        mayBeEmpty: given()
          .optional()
          .describe("It may match no file. Without mayBeEmpty, that is an error."),
      }),
    ],
    { error: "must be a path or a pattern, or a mapping with pattern" },
  ),
);

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
  include: inclusionsSchema
    .optional()
    .describe(
      "Files with further entries. Paths are relative to this file; * and ** match several.",
    ),
  organization: organizationEntry.optional(),
  defaults: entry({
    secrets: secretDefaults
      .optional()
      .describe("Any key of a secret, for secrets that do not set it."),
    parameters: parameterEntry
      .optional()
      .describe("Any key of a parameter, for parameters that do not set it."),
    readers: readerDefaults
      .optional()
      .describe("Any key of a reader, for readers that do not set it."),
  })
    .optional()
    .describe("Values for entries that do not set them."),
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

/** What `landing-zone.yaml` declares, before defaults are applied. */
export interface Inventory extends z.infer<typeof inventorySchema> {}

/** The inventory's JSON Schema, which editors use to complete and check `landing-zone.yaml`. */
export function inventoryJsonSchema(): object {
  return {
    ...z.toJSONSchema(inventorySchema, { io: "input", target: "draft-07" }),
    title: "eks-pod-secrets inventory",
  };
}
