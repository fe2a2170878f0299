import * as z from "zod";
import { becomesShape } from "../../access-answers/assumed";
import { waysShape } from "../../access-answers/way-shapes";
import { counterexampleShape } from "../../proof/shape";

const claim = z.object({
  claim: z
    .enum(["guard-sufficient", "guard-harmless"])
    .describe(
      "Sufficient: nobody but the exempt may make a guarded call. Harmless: the guard denies nothing else.",
    ),
  subject: z.string().describe("Id of the account."),
  result: z.enum(["proved", "refuted", "unknown"]),
  milliseconds: z.number(),
  assumptionsUsed: z.array(z.string()),
  reason: z.string().optional().describe("Why it is unknown."),
  counterexample: counterexampleShape.optional(),
});

const policy = z.object({
  type: z.enum(["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]),
  name: z.string().describe("Name that the commands give it."),
  file: z.string().optional().describe("With --write: the file that holds it."),
  characters: z.int().describe("Its length as AWS counts it."),
  most: z.int().describe("The longest that AWS accepts."),
  document: z.looseObject({}),
});

const guard = z.object({
  target: z.string().describe("Id of the account, or of the organizational unit."),
  accounts: z.array(z.string()).describe("Ids of the accounts that it protects."),
  exempt: z
    .array(
      z.object({
        arn: z.string(),
        becomes: becomesShape,
      }),
    )
    .describe("Who may go on making the guarded calls; with --live, and who may become them."),
  guarded: z
    .array(
      z.object({
        what: z.string(),
        actions: z.array(z.string()),
        resources: z.array(z.string()),
        exempt: z.array(z.string()),
      }),
    )
    .describe("The calls that it denies to all others."),
  policies: z.array(policy),
  attach: z.array(z.string()).describe("Commands for the management account that put it in force."),
  update: z
    .array(z.string())
    .describe("Commands that change policies of these names, once they are attached."),
  detach: z.array(z.string()).describe("Commands that take it off again."),
});

/** What `guard` answers with `--json`. */
export const guardShape = z
  .object({
    result: z
      .enum(["proved", "refuted", "unknown"])
      .describe("Of all claims. Exit codes: proved 0, refuted 1, unknown 2."),
    guards: z
      .array(guard)
      .describe("By account; that which protects the least comes first, and is to be tried first."),
    claims: z.array(claim),
    kubernetes: z
      .array(
        z.object({
          cluster: z.string().describe("ARN of the cluster."),
          file: z.string().optional().describe("With --write: a list for kubectl apply -f."),
          objects: z
            .array(z.looseObject({}))
            .describe("ValidatingAdmissionPolicies and their bindings. No claim speaks of them."),
          bindings: z
            .array(
              z.object({
                binding: z.string(),
                subjects: z.array(z.string()),
                gives: z.array(z.string()),
              }),
            )
            .optional()
            .describe(
              "With --cluster-objects or --live: bindings to take away, as others can read by them.",
            ),
        }),
      )
      .optional()
      .describe("With --kubernetes, by cluster."),
    ways: waysShape
      .optional()
      .describe(
        "With --live: who else can come to read with the guard in force. A way on which one of the exempt acts, because somebody may become it, is declared. For any other, unless it uses rights within a cluster, the exit code is 1.",
      ),
    unguarded: z
      .array(
        z.object({
          account: z.string(),
          boundary: z
            .object({ name: z.string(), file: z.string().optional(), document: z.looseObject({}) })
            .describe("A permissions boundary for the roles of those who build things there."),
        }),
      )
      .describe(
        "The management account, if the inventory has something there: no control policy protects it, and the exit code is 1.",
      ),
    inventory: z
      .object({
        serviceControlPolicies: z.array(z.string()),
        resourceControlPolicies: z.array(z.string()),
      })
      .optional()
      .describe(
        "With --write: files for the keys of the inventory's organization, once the guard is attached.",
      ),
    unbound: z.array(z.string()).describe("Who no control policy binds, and what does."),
    notes: z.array(z.string()),
  })
  .describe("Answer of eks-pod-secrets guard --json.");

export type GuardAnswer = z.infer<typeof guardShape>;
