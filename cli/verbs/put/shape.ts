import * as z from "zod";
import { podsShape } from "../../doctor/walk/pods-shape";
import { list, object, oneOf, text } from "../../terminal/answer-shapes";

const place = {
  kind: z.enum(["secret", "parameter"]),
  name: text("Name of the secret or parameter in the inventory."),
  account: text("Id of the account that owns it."),
  region: z.string(),
};

const pods = podsShape.optional();

const put = z.object({
  result: oneOf("Whether there is a new version.", ["created", "unchanged"]),
  ...place,
  version: text("Id or number of the version that is current now."),
  pods,
});

const failed = z.object({
  result: z.literal("failed"),
  ...place,
  reason: text("The reason. It does not hold the value."),
});

const putMany = object("With --from-json.", {
  result: oneOf("incomplete goes with exit code 2.", ["done", "incomplete"]),
  values: list("In the order of the JSON text.", z.union([put, failed])),
  pods,
});

/** What `put` answers with `--json`. */
export const putShape = z
  .union([put, putMany])
  .describe("Answer of eks-pod-secrets put --json. It holds no value.");

export type PutAnswer = z.infer<typeof put>;
export type PutManyAnswer = z.infer<typeof putMany>;
