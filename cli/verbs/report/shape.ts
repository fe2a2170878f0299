import * as z from "zod";

import { CLAIMS } from "../../../sdk/access";

/** What `report` answers with `--json`. */
export const reportShape = z
  .object({
    written: z.string().describe("The page."),
    grants: z.int().describe("Grants that it shows."),
    proof: z
      .enum(["proved", "refuted", "unknown", "absent"])
      .describe("What the proof on the page says; absent where there is none."),
    notProved: z
      .array(z.enum(CLAIMS))
      .optional()
      .describe("Claims of which the proof says nothing. Left out where there are none."),
  })
  .describe("Answer of eks-pod-secrets report --json.");

export type ReportAnswer = z.infer<typeof reportShape>;
