import * as z from "zod";
import { flag, object, objects, oneOf, text } from "../../../terminal/answer-shapes";

/** What `verify --attempts` answers with `--json`. */
export const attemptsShape = object(
  "Answer of eks-pod-secrets verify --attempts --json. It holds no value.",
  {
    result: oneOf(
      "verified: both readers read, every attempt was made and refused, nothing is left.",
      ["verified", "failed"],
    ),
    world: oneOf("sandbox: the SDK's endpoint is not an endpoint of AWS.", ["AWS", "sandbox"]),
    reads: objects("What two readers may read, which must succeed: else a refusal says nothing.", {
      reader: z.string(),
      object: text("The secret, by its name in the inventory."),
      result: z.enum(["reads", "fails"]),
      reason: z.string().optional(),
    }),
    attempts: z.array(
      z.object({
        attempt: text("Who tries what."),
        result: oneOf("not made: something else went wrong, so the result is unknown.", [
          "refused",
          "succeeded",
          "not made",
        ]),
        stoppedBy: text("Which policy refused it, by AWS's words.").optional(),
        code: text("AWS's error code. Absent if the call succeeded.").optional(),
        reason: text("AWS's words.").optional(),
        requestId: text("Id of the request, as AWS gave it.").optional(),
      }),
    ),
    leftOut: objects("Attempts that were not made, and what they need.", {
      attempt: z.string(),
      needs: z.string(),
    }),
    made: objects("What attempts made, in this run or in one that was stopped.", {
      account: text("Id of the account."),
      kind: text("Such as role, association, parameter."),
      name: z.string(),
      result: z.enum(["removed", "left"]),
      reason: text("Why it is left, or may be.").optional(),
    }),
    isComplete: flag("Whether every attempt was made; not after Ctrl-C."),
    isChanged: flag("Whether the readers' roles may have changed: up --refresh sets them right."),
  },
);

export type AttemptsAnswer = z.infer<typeof attemptsShape>;
