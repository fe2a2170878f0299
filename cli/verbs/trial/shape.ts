import * as z from "zod";

const answer = {
  code: z.string().optional().describe("AWS's error code. Absent if the call succeeded."),
  reason: z.string().optional().describe("AWS's words."),
  requestId: z.string().optional().describe("Id of the request, as AWS gave it."),
  seconds: z.number(),
};

const attempt = z.object({
  attempt: z.string().describe("Who tries what."),
  expected: z.array(z.string()).describe("The error codes that count as refused."),
  result: z
    .enum(["refused", "succeeded", "not made"])
    .describe("not made: something else went wrong, so the result is unknown."),
  ...answer,
});

const left = z.object({
  account: z.string().describe("Id of the account."),
  kind: z.string().describe("Such as role, secret, namespace."),
  name: z.string(),
  reason: z.string().optional().describe("Why it could not be removed, or not be looked for."),
});

/** What a trial was, and what AWS answered: `trial.json`. */
export const trialShape = z
  .object({
    id: z.string(),
    result: z
      .enum(["passed", "failed", "removed", "nothing found", "interrupted"])
      .describe(
        "passed: every declared read succeeded, every attempt was refused, and everything was removed. removed: --remove removed it. nothing found: --remove found nothing; the id, a profile or the region may be wrong. interrupted: stopped by Ctrl-C or a kill, or not at its end yet; what was made is still there.",
      ),
    world: z
      .enum(["AWS", "sandbox"])
      .describe("sandbox: the SDK's endpoint is not an endpoint of AWS."),
    begun: z.string().describe("In ISO 8601."),
    resumed: z
      .array(z.string())
      .optional()
      .describe("When it went on after it had been stopped, in ISO 8601."),
    seconds: z.number().describe("From its beginning, the time included in which it was stopped."),
    versions: z
      .record(z.string(), z.string())
      .describe("Of the command, Node.js, Pulumi and Kubernetes."),
    accounts: z.array(z.object({ name: z.string(), id: z.string(), region: z.string() })),
    steps: z.array(
      z.object({
        step: z.string(),
        result: z.enum(["done", "failed"]),
        reason: z.string().optional(),
        seconds: z.number(),
      }),
    ),
    kill: z
      .object({ stack: z.string(), resources: z.int(), isKilled: z.boolean() })
      .optional()
      .describe(
        "The run that was killed, and how many resources its stack held then. If none was: the number at which it would have been.",
      ),
    reads: z
      .array(
        z.object({
          reader: z.string(),
          object: z.string().describe("The secret, by its name in the inventory."),
          value: z.enum(["first", "second"]).describe("Which of the trial's two values."),
          by: z
            .enum(["credentials", "mount"])
            .describe(
              "credentials: a pod's credentials read the value that was put. mount: the driver recorded the version.",
            ),
          result: z.enum(["reads", "fails"]),
          ...answer,
        }),
      )
      .describe("Every declared read."),
    attempts: z.array(attempt).describe("What must be refused."),
    leftOut: z
      .array(z.object({ attempt: z.string(), needs: z.string() }))
      .describe("Attempts that were not tried, and what they need."),
    proof: z
      .object({
        result: z.enum(["proved", "refuted", "unknown"]),
        claims: z.int(),
        open: z
          .array(z.string())
          .describe(
            "Claims that are not proved, and why. read-exclusive fails where the account lets others read its own secret.",
          ),
      })
      .optional()
      .describe("What prove --live answered."),
    revoked: z.array(attempt).describe("What the reader that was cut off tried."),
    left: z.array(left).describe("What is still there, or may be."),
    keys: z
      .array(z.object({ arn: z.string(), deletion: z.string().describe("In ISO 8601.") }))
      .describe("Keys, which AWS deletes no sooner than after seven days."),
  })
  .describe("Answer of eks-pod-secrets trial --json, and trial.json.");

export type TrialAnswer = z.infer<typeof trialShape>;
export type TriedAttempt = z.infer<typeof attempt>;
export type TrialRead = TrialAnswer["reads"][number];

/** Where the answers of two trials differ. */
export const differencesShape = z
  .object({
    differences: z.array(
      z.object({
        attempt: z.string(),
        expected: z.string().describe("What AWS answers: an error code, succeeded, or not tried."),
        observed: z.string().describe("What the sandbox answers."),
      }),
    ),
  })
  .describe(
    "Answer of eks-pod-secrets trial --compare --json: each difference is a case for a test of the sandbox.",
  );

export type Differences = z.infer<typeof differencesShape>;

/** What a trial would do. */
export const trialPlanShape = z
  .object({
    id: z.string(),
    result: z.literal("planned"),
    made: z.array(
      z.object({
        account: z.string().describe("Name of the account in the trial's inventory."),
        what: z.string(),
        charged: z
          .enum(["cluster", "nodes", "key", "secret"])
          .optional()
          .describe("What AWS charges for it. Absent if it is free."),
        region: z.string().optional().describe("Where AWS charges for it."),
        instanceTypes: z.array(z.string()).readonly().optional().describe("Of nodes."),
      }),
    ),
    attempts: z.array(z.string()),
    leftOut: z.array(z.object({ attempt: z.string(), needs: z.string() })),
    permissions: z
      .array(z.object({ where: z.string(), why: z.string(), actions: z.array(z.string()) }))
      .describe("Permissions that the trial and the verbs that it runs need."),
  })
  .describe("Answer of eks-pod-secrets trial --dry-run --json.");

export type TrialPlan = z.infer<typeof trialPlanShape>;
