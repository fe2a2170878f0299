import * as z from "zod";

/** What `verify --attempts` answers with `--json`. */
export const attemptsShape = z
  .object({
    result: z
      .enum(["verified", "failed"])
      .describe(
        "verified: both readers read, every attempt was made and refused, nothing is left.",
      ),
    world: z
      .enum(["AWS", "sandbox"])
      .describe("sandbox: the SDK's endpoint is not an endpoint of AWS."),
    reads: z
      .array(
        z.object({
          reader: z.string(),
          object: z.string().describe("The secret, by its name in the inventory."),
          result: z.enum(["reads", "fails"]),
          reason: z.string().optional(),
        }),
      )
      .describe("What two readers may read, which must succeed: else a refusal says nothing."),
    attempts: z.array(
      z.object({
        attempt: z.string().describe("Who tries what."),
        result: z
          .enum(["refused", "succeeded", "not made"])
          .describe("not made: something else went wrong, so the result is unknown."),
        stoppedBy: z.string().optional().describe("Which policy refused it, by AWS's words."),
        code: z.string().optional().describe("AWS's error code. Absent if the call succeeded."),
        reason: z.string().optional().describe("AWS's words."),
        requestId: z.string().optional().describe("Id of the request, as AWS gave it."),
      }),
    ),
    leftOut: z
      .array(z.object({ attempt: z.string(), needs: z.string() }))
      .describe("Attempts that were not made, and what they need."),
    made: z
      .array(
        z.object({
          account: z.string().describe("Id of the account."),
          kind: z.string().describe("Such as role, association, parameter."),
          name: z.string(),
          result: z.enum(["removed", "left"]),
          reason: z.string().optional().describe("Why it is left, or may be."),
        }),
      )
      .describe("What attempts made, in this run or in one that was stopped."),
    isComplete: z.boolean().describe("Whether every attempt was made; not after Ctrl-C."),
    isChanged: z
      .boolean()
      .describe("Whether the readers' roles may have changed: up --refresh sets them right."),
  })
  .describe("Answer of eks-pod-secrets verify --attempts --json. It holds no value.");

export type AttemptsAnswer = z.infer<typeof attemptsShape>;
