import * as z from "zod";
import { becomesShape } from "../../access-answers/assumed";
import { waysShape } from "../../access-answers/way-shapes";
import { counterexampleShape } from "../../proof/shape";
import { list, object, objects, oneOf, text, texts, whole } from "../../terminal/answer-shapes";

const claim = z.object({
  claim: oneOf(
    "Sufficient: nobody but the exempt may make a guarded call. Harmless: the guard denies nothing else.",
    ["guard-sufficient", "guard-harmless"],
  ),
  subject: text("Id of the account."),
  result: z.enum(["proved", "refuted", "unknown"]),
  milliseconds: z.number(),
  assumptionsUsed: z.array(z.string()),
  reason: text("Why it is unknown.").optional(),
  counterexample: counterexampleShape.optional(),
});

const policy = z.object({
  type: z.enum(["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]),
  name: text("Name that the commands give it."),
  file: text("With --write: the file that holds it.").optional(),
  characters: whole("Its length as AWS counts it."),
  most: whole("The longest that AWS accepts."),
  document: z.looseObject({}),
});

const guard = z.object({
  target: text("Id of the account, or of the organizational unit."),
  accounts: texts("Ids of the accounts that it protects."),
  exempt: objects("Who may go on making the guarded calls; with --live, and who may become them.", {
    arn: z.string(),
    becomes: becomesShape,
  }),
  guarded: objects("The calls that it denies to all others.", {
    what: z.string(),
    actions: z.array(z.string()),
    resources: z.array(z.string()),
    exempt: z.array(z.string()),
  }),
  policies: z.array(policy),
  attach: texts("Commands for the management account that put it in force."),
  update: texts("Commands that change policies of these names, once they are attached."),
  detach: texts("Commands that take it off again."),
});

/** What `guard` answers with `--json`. */
export const guardShape = object("Answer of eks-pod-secrets guard --json.", {
  result: oneOf("Of all claims. Exit codes: proved 0, refuted 1, unknown 2.", [
    "proved",
    "refuted",
    "unknown",
  ]),
  guards: list(
    "By account; that which protects the least comes first, and is to be tried first.",
    guard,
  ),
  claims: z.array(claim),
  kubernetes: objects("With --kubernetes, by cluster.", {
    cluster: text("ARN of the cluster."),
    file: text("With --write: a list for kubectl apply -f.").optional(),
    objects: list(
      "ValidatingAdmissionPolicies and their bindings. No claim speaks of them.",
      z.looseObject({}),
    ),
    bindings: objects(
      "With --cluster-objects or --live: bindings to take away, as others can read by them.",
      {
        binding: z.string(),
        subjects: z.array(z.string()),
        gives: z.array(z.string()),
      },
    ).optional(),
    unread: texts(
      "What nobody knows of the cluster, so there may be more such bindings.",
    ).optional(),
  }).optional(),
  ways: waysShape
    .optional()
    .describe(
      "With --live: who else can come to read with the guard in force. A way on which one of the exempt acts, because somebody may become it, is declared. For any other, unless it uses rights within a cluster, the exit code is 1.",
    ),
  unguarded: objects(
    "The management account, if the inventory has something there: no control policy protects it, and the exit code is 1.",
    {
      account: z.string(),
      boundary: object("A permissions boundary for the roles of those who build things there.", {
        name: z.string(),
        file: z.string().optional(),
        document: z.looseObject({}),
      }),
    },
  ),
  inventory: object(
    "With --write: files for the keys of the inventory's organization, once the guard is attached.",
    {
      serviceControlPolicies: z.array(z.string()),
      resourceControlPolicies: z.array(z.string()),
    },
  ).optional(),
  unbound: texts("Who no control policy binds, and what does."),
  notes: z.array(z.string()),
});

export type GuardAnswer = z.infer<typeof guardShape>;
