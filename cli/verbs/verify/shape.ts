import * as z from "zod";

/** What `verify` answers with `--json`. */
export const verifyShape = z
  .object({
    result: z
      .enum(["verified", "failed", "not seen", "not asked"])
      .describe(
        "Exit codes: failed 1, not seen 2, others 0. not seen: nothing is known to be wrong, but not everything is known. not asked: run the commands on AWS.",
      ),
    readers: z.array(
      z.object({
        reader: z.string(),
        result: z
          .enum(["reads", "fails", "not seen", "not asked"])
          .describe("not asked: the clusters are on AWS."),
        files: z.array(
          z.object({
            path: z.string().describe("Path in the pod."),
            object: z.string().describe("The secret or parameter, by its name in the inventory."),
            result: z
              .enum(["reads", "fails", "not seen"])
              .describe(
                "reads: with --live, every running pod has mounted the owner's version. fails: with --live also where the cluster is not there, a mount failed, or a pod has waited longer than two minutes for it. not seen: too little is known.",
              ),
            reason: z.string().optional().describe("Why it fails, or is not seen."),
          }),
        ),
        told: z
          .array(z.string())
          .optional()
          .describe(
            "With --live: pods that have ended, have just begun, or mount something else. They fail nothing.",
          ),
        commands: z.array(z.string()).describe("Shell commands that ask it on AWS."),
      }),
    ),
  })
  .describe("Answer of eks-pod-secrets verify --json. It holds no value.");

export type VerifyAnswer = z.infer<typeof verifyShape>;
