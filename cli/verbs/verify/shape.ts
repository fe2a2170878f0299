import * as z from "zod";

/** What `verify` answers with `--json`. */
export const verifyShape = z
  .object({
    result: z
      .enum(["verified", "failed", "not seen", "not asked"])
      .describe(
        "failed goes with exit code 1. not seen: nothing is known to be wrong, and not all is known. not asked: the commands ask it on AWS.",
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
                "reads: with --live, every running pod has mounted the version that the owner has. not seen: too little is known.",
              ),
            reason: z.string().optional().describe("Why it fails, or is not seen."),
          }),
        ),
        commands: z.array(z.string()).describe("What asks it on AWS, for a shell."),
      }),
    ),
  })
  .describe("Answer of eks-pod-secrets verify --json. It holds no value.");

export type VerifyAnswer = z.infer<typeof verifyShape>;
