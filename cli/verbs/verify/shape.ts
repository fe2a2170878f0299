import * as z from "zod";
import { object, oneOf, text, texts } from "../../terminal/answer-shapes";

/** What `verify` answers with `--json`. */
export const verifyShape = object("Answer of eks-pod-secrets verify --json. It holds no value.", {
  result: oneOf(
    "Exit codes: failed 1, not seen 2, others 0. not seen: nothing is known to be wrong, but not everything is known. not asked: run the commands on AWS.",
    ["verified", "failed", "not seen", "not asked"],
  ),
  readers: z.array(
    z.object({
      reader: z.string(),
      result: oneOf("not asked: the clusters are on AWS.", [
        "reads",
        "fails",
        "not seen",
        "not asked",
      ]),
      files: z.array(
        z.object({
          path: text("Path in the pod."),
          object: text("The secret or parameter, by its name in the inventory."),
          result: oneOf(
            "reads: with --live, every running pod has mounted the owner's version. fails: with --live also where the cluster is not there, a mount failed, or a pod has waited longer than two minutes for it. not seen: too little is known.",
            ["reads", "fails", "not seen"],
          ),
          reason: text("Why it fails, or is not seen.").optional(),
        }),
      ),
      told: texts(
        "With --live: pods that have ended, have just begun, or mount something else. They fail nothing.",
      ).optional(),
      commands: texts("Shell commands that ask it on AWS."),
    }),
  ),
});

export type VerifyAnswer = z.infer<typeof verifyShape>;
