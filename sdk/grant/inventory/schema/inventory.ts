import * as z from "zod";

import * as rules from "../../../rules";

import { accountEntry, organizationEntry } from "./account";
import { clusterEntry } from "./cluster";
import { entry, given, optional, text } from "./entry";
import { readerDefaults, readerEntry } from "./reader";
import { parameterEntry, secretDefaults, secretEntry } from "./secret";

/** What a file of an inventory includes. */
export const inclusionsSchema = z.array(
  z.union(
    [
      text(rules.anyText),
      entry({
        pattern: text(rules.anyText).describe("A path or a pattern."),
        mayBeEmpty: optional(
          "It may match no file. Without mayBeEmpty, that is an error.",
          given(),
        ),
      }),
    ],
    { error: "must be a path or a pattern, or a mapping with pattern" },
  ),
);

export const inventorySchema = entry({
  version: optional(
    "Version of this vocabulary. Default: 1.",
    z.literal(rules.INVENTORY_VERSION, { error: `must be ${rules.INVENTORY_VERSION}` }),
  ),
  id: optional(
    "Distinguishes this inventory from others in the same backend. Every stack records it, and refuses other inventories.",
    text(rules.inventoryId),
  ),
  include: optional(
    "Files with further entries. Paths are relative to this file; * and ** match several.",
    inclusionsSchema,
  ),
  organization: organizationEntry.optional(),
  defaults: optional(
    "Values for entries that do not set them.",
    entry({
      secrets: optional("Any key of a secret, for secrets that do not set it.", secretDefaults),
      parameters: optional(
        "Any key of a parameter, for parameters that do not set it.",
        parameterEntry,
      ),
      readers: optional("Any key of a reader, for readers that do not set it.", readerDefaults),
    }),
  ),
  accounts: z
    .record(text(rules.accountName), accountEntry)
    .describe("AWS accounts by a name of your own."),
  clusters: optional("EKS clusters by name.", z.record(text(rules.clusterName), clusterEntry)),
  secrets: optional("Secrets by name.", z.record(text(rules.secretName), secretEntry)),
  parameters: optional("Parameters by name.", z.record(text(rules.parameterName), parameterEntry)),
  readers: optional("Readers by a name of your own.", z.record(text(rules.label), readerEntry)),
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
