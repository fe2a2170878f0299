import * as z from "zod";

import { requestShape } from "../documents/request-shape";

const reader = z
  .object({ clusterArn: z.string(), namespace: z.string(), serviceAccount: z.string() })
  .describe("A Kubernetes service account.");

const result = z.enum(["complete", "unknown"]).describe("unknown goes with exit code 2.");
const reason = z.string().optional().describe("Why the list is not complete.");

const reading = z.object({
  secret: z.string().describe("ARN of the secret or parameter."),
  principal: requestShape.shape.principal,
  request: requestShape.describe("A request that reads it."),
});

/** What `who-can-read` answers with `--json`. */
export const whoCanReadShape = z
  .object({
    result,
    reason,
    secret: z.string().describe("ARN of the secret or parameter."),
    found: z
      .array(
        reading.extend({
          as: z
            .enum([
              "declared reader",
              "administrator",
              "known role",
              "known user",
              "unknown principal",
            ])
            .describe(
              "An unknown principal stands for all of its account of whom the documents say nothing.",
            ),
          reader: reader.optional().describe("The declared reader."),
        }),
      )
      .describe("Everyone who can read it, each with a request."),
    unable: z.array(reader).describe("Declared readers that cannot."),
  })
  .describe("Answer of eks-pod-secrets who-can-read --json.");

/** What `what-can-read` answers with `--json`. */
export const whatCanReadShape = z
  .object({
    result,
    reason,
    reader,
    found: z.array(reading).describe("Everything that it can read, each with a request."),
  })
  .describe("Answer of eks-pod-secrets what-can-read --json.");

/** What `blast-radius` answers with `--json`. */
export const blastRadiusShape = z
  .object({
    result,
    reason,
    compromise: z
      .object({
        kind: z.enum(["pod", "role", "namespace", "cluster", "administrator"]),
        clusterArn: z.string().optional(),
        namespace: z.string().optional(),
        serviceAccount: z.string().optional(),
        roleArn: z.string().optional(),
        account: z.string().optional(),
      })
      .describe("What is compromised."),
    found: z.array(reading).describe("Everything that it gives away, each with a request."),
  })
  .describe("Answer of eks-pod-secrets blast-radius --json.");
