import * as z from "zod";
import { podsShape } from "../../doctor/walk/pods-shape";

const place = {
  kind: z.enum(["secret", "parameter"]),
  name: z.string().describe("Name of the secret or parameter in the inventory."),
  account: z.string().describe("Id of the account that owns it."),
  region: z.string(),
};

const pods = podsShape.optional();

const put = z.object({
  result: z.enum(["created", "unchanged"]).describe("Whether there is a new version."),
  ...place,
  version: z.string().describe("Id or number of the version that is current now."),
  pods,
});

const failed = z.object({
  result: z.literal("failed"),
  ...place,
  reason: z.string().describe("The reason. It does not hold the value."),
});

const putMany = z
  .object({
    result: z.enum(["done", "incomplete"]).describe("incomplete goes with exit code 2."),
    values: z.array(z.union([put, failed])).describe("In the order of the JSON text."),
    pods,
  })
  .describe("With --from-json.");

/** What `put` answers with `--json`. */
export const putShape = z
  .union([put, putMany])
  .describe("Answer of eks-pod-secrets put --json. It holds no value.");

export type PutAnswer = z.infer<typeof put>;
export type PutManyAnswer = z.infer<typeof putMany>;
