import { CLAIMS } from "iam-proof";
import * as z from "zod";
import { throughChangesShape } from "../../access-answers/way-shapes";
import { flag, list, object, objects, oneOf, text, whole } from "../../terminal/answer-shapes";

const digest = text("SHA-256, in hexadecimal.");

/** What `report` answers with `--json`. */
export const reportShape = object("Answer of eks-pod-secrets report --json.", {
  written: text("The page."),
  grants: whole("Grants that it shows."),
  origin: object("What the page was made of, when and by what. The page says it too.", {
    made: z.iso.datetime().describe("When, in UTC."),
    version: text("Version of eks-pod-secrets."),
    files: objects("Files of the inventory, the named one first.", {
      file: z.string(),
      sha256: digest,
    }),
    revision: object("Git's commit. Absent if it is unknown.", {
      commit: z.string(),
      isChanged: flag("Whether a file of the inventory differs from it."),
    }).optional(),
    noRevision: text("Why the commit is unknown.").optional(),
    documents: z.object({
      from: z.enum(["inventory", "preview", "state", "live"]),
      sha256: digest.describe(
        "Of the documents as JSON without whitespace, the keys of each object in order.",
      ),
      read: object("When the accounts were read.", {
        from: z.iso.datetime(),
        to: z.iso.datetime(),
      }).optional(),
    }),
  }),
  proof: oneOf("The result of the proof on the page. Absent if the page has no proof.", [
    "proved",
    "refuted",
    "unknown",
    "absent",
  ]),
  recalled: whole(
    "How many claims of the proof an earlier run proved. Absent if the page has no proof.",
  ).optional(),
  notProved: list(
    "Claims that the proof does not settle. Absent if there are none.",
    z.enum(CLAIMS),
  ).optional(),
  ...throughChangesShape,
});

export type ReportAnswer = z.infer<typeof reportShape>;
