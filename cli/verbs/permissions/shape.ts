import * as z from "zod";
import { CALLERS } from "../../permissions/calls/call";

const policy = z.object({
  Version: z.string(),
  Statement: z.array(
    z.object({
      Effect: z.string(),
      Action: z.array(z.string()),
      Resource: z.array(z.string()),
      Condition: z.record(z.string(), z.record(z.string(), z.array(z.string()))).optional(),
    }),
  ),
});

const place = {
  account: z.string().describe("Id of the account."),
  name: z.string().describe("Its name in the inventory."),
};

const trust = z
  .object({
    openIdProvider: z.string().describe("URL of the provider that the account must have."),
    audience: z.string().describe("Its client id."),
    policy: z
      .object({
        Version: z.string(),
        Statement: z.array(
          z.object({
            Effect: z.string(),
            Principal: z.record(z.string(), z.string()),
            Action: z.array(z.string()),
            Condition: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
          }),
        ),
      })
      .describe("The trust policy of a role that these jobs alone assume."),
  })
  .optional()
  .describe("With --trust: who assumes the role.");

const liveAccount = z
  .object({
    ...place,
    actions: z
      .array(z.object({ action: z.string(), reason: z.string().describe("What it tells.") }))
      .describe("The actions that --live or doctor calls there."),
    policy: policy.describe(
      "The identity policy that allows them and nothing else. If one of them answers encrypted values, it denies kms:Decrypt.",
    ),
    kubernetes: z
      .object({
        clusters: z.array(z.string()).describe("ARNs of the clusters of the account."),
        clusterRole: z
          .object({
            apiVersion: z.string(),
            kind: z.string(),
            metadata: z.object({ name: z.string() }),
            rules: z.array(
              z.object({
                apiGroups: z.array(z.string()),
                resources: z.array(z.string()),
                resourceNames: z.array(z.string()).optional(),
                verbs: z.array(z.string()),
              }),
            ),
          })
          .describe("What must be allowed in them, by a ClusterRoleBinding."),
      })
      .optional()
      .describe("With --for through-changes, if the account has clusters."),
    trust,
  })
  .describe("With --for live, through-changes, adopt, doctor and doctor-parts.");

const deployingAccount = z
  .object({
    ...place,
    roles: z.array(
      z.object({
        for: z.string().describe("The stack that the role deploys, or the verb."),
        actions: z.array(
          z.object({
            action: z.string(),
            reason: z.string().describe("What it does."),
            calledBy: z.array(z.enum(CALLERS)),
            source: z
              .string()
              .optional()
              .describe("Where it is documented: no run in the sandbox called it."),
            optional: z.literal(true).optional().describe("The policies leave it out."),
          }),
        ),
        policies: z
          .array(policy)
          .describe("Managed policies that allow these actions and nothing else."),
      }),
    ),
    trust,
  })
  .describe("With another --for.");

/** What `permissions` answers with `--json`. */
export const permissionsShape = z
  .object({ accounts: z.array(z.union([liveAccount, deployingAccount])) })
  .describe("Answer of eks-pod-secrets permissions --json.");

export type LiveAccountAnswer = z.infer<typeof liveAccount>;
export type DeployingAccountAnswer = z.infer<typeof deployingAccount>;
export type TrustAnswer = z.infer<typeof trust>;
