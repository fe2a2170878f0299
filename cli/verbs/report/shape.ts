import { CLAIMS } from "iam-proof";
import * as z from "zod";
import { throughChangesShape } from "../../access-answers/way-shapes";

const digest = z.string().describe("SHA-256, in hexadecimal.");

/** What `report` answers with `--json`. */
export const reportShape = z
  .object({
    written: z.string().describe("The page."),
    grants: z.int().describe("Grants that it shows."),
    origin: z
      .object({
        made: z.iso.datetime().describe("When, in UTC."),
        version: z.string().describe("Version of eks-pod-secrets."),
        files: z
          .array(z.object({ file: z.string(), sha256: digest }))
          .describe("Files of the inventory, the named one first."),
        revision: z
          .object({
            commit: z.string(),
            isChanged: z.boolean().describe("Whether a file of the inventory differs from it."),
          })
          .optional()
          .describe("Git's commit. Absent if it is unknown."),
        noRevision: z.string().optional().describe("Why the commit is unknown."),
        documents: z.object({
          from: z.enum(["inventory", "preview", "state", "live"]),
          sha256: digest.describe(
            "Of the documents as JSON without whitespace, the keys of each object in order.",
          ),
          read: z
            .object({ from: z.iso.datetime(), to: z.iso.datetime() })
            .optional()
            .describe("When the accounts were read."),
        }),
      })
      .describe("What the page was made of, when and by what. The page says it too."),
    proof: z
      .enum(["proved", "refuted", "unknown", "absent"])
      .describe("The result of the proof on the page. Absent if the page has no proof."),
    recalled: z
      .int()
      .optional()
      .describe(
        "How many claims of the proof an earlier run proved. Absent if the page has no proof.",
      ),
    notProved: z
      .array(z.enum(CLAIMS))
      .optional()
      .describe("Claims that the proof does not settle. Absent if there are none."),
    ...throughChangesShape,
  })
  .describe("Answer of eks-pod-secrets report --json.");

export type ReportAnswer = z.infer<typeof reportShape>;
