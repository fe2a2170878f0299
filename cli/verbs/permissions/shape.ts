import * as z from "zod";
import { CALLERS } from "../../permissions/calls/call";
import { list, mark, object, objects, text, texts } from "../../terminal/answer-shapes";

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
  account: text("Id of the account."),
  name: text("Its name in the inventory."),
};

const trust = object("With --trust: who assumes the role.", {
  openIdProvider: text("URL of the provider that the account must have."),
  audience: text("Its client id."),
  policy: object("The trust policy of a role that these jobs alone assume.", {
    Version: z.string(),
    Statement: z.array(
      z.object({
        Effect: z.string(),
        Principal: z.record(z.string(), z.string()),
        Action: z.array(z.string()),
        Condition: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
      }),
    ),
  }),
}).optional();

const liveAccount = object("With --for live, through-changes, adopt, doctor and doctor-parts.", {
  ...place,
  actions: objects("The actions that --live or doctor calls there.", {
    action: z.string(),
    reason: text("What it tells."),
  }),
  policy: policy.describe(
    "The identity policy that allows them and nothing else. If one of them answers encrypted values, it denies kms:Decrypt.",
  ),
  kubernetes: object("With --for through-changes, if the account has clusters.", {
    clusters: texts("ARNs of the clusters of the account."),
    clusterRole: object("What must be allowed in them, by a ClusterRoleBinding.", {
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
    }),
  }).optional(),
  trust,
});

const deployingAccount = object("With another --for.", {
  ...place,
  roles: z.array(
    z.object({
      for: text("The stack that the role deploys, or the verb."),
      actions: z.array(
        z.object({
          action: z.string(),
          reason: text("What it does."),
          calledBy: z.array(z.enum(CALLERS)),
          source: text("Where it is documented: no run in the sandbox called it.").optional(),
          optional: mark("The policies leave it out."),
        }),
      ),
      policies: list("Managed policies that allow these actions and nothing else.", policy),
    }),
  ),
  trust,
});

/** What `permissions` answers with `--json`. */
export const permissionsShape = object("Answer of eks-pod-secrets permissions --json.", {
  accounts: z.array(z.union([liveAccount, deployingAccount])),
});

export type LiveAccountAnswer = z.infer<typeof liveAccount>;
export type DeployingAccountAnswer = z.infer<typeof deployingAccount>;
export type TrustAnswer = z.infer<typeof trust>;
