import * as z from "zod";
import { list, object, oneOf, text, texts } from "../terminal/answer-shapes";

/** A list of objects; `says` describes it. */
function listOf<Shape extends z.ZodRawShape>(says: string, shape: Shape) {
  return list(says, z.object(shape));
}

/** What `adopt` answers with `--json`. */
export const adoptShape = object("Answer of eks-pod-secrets adopt --json.", {
  imported: z.number().describe("Number of objects that up imports."),
  written: texts("The files that were written, the inventory first."),
  places: listOf("The accounts that were read, and what of them was not.", {
    account: text("Id."),
    regions: texts("Those that were read."),
    otherRegions: texts("Enabled ones that were not read."),
    otherClusters: texts(
      "ARNs of clusters that were not given. Only their associations were read.",
    ),
  }),
  readers: listOf("Readers that the inventory declares.", {
    id: z.string(),
    pod: text("NAMESPACE/SERVICE-ACCOUNT of its cluster, in words."),
    clusterArn: z.string(),
    namespace: z.string(),
    serviceAccount: z.string(),
    identity: z.enum(["podIdentity", "irsa", "both"]),
    role: text("ARN of the role that it keeps. Without it, a new one.").optional(),
    formerRole: text("ARN of the role that is let in beside it.").optional(),
    reads: texts("ARNs of secrets and parameters."),
    decide: texts("What a person must decide or know."),
  }),
  secrets: listOf("Secrets and parameters that it declares.", {
    id: z.string(),
    arn: z.string(),
    kind: oneOf(
      "external: its policies stay. existing: only its policy, and its key's, are taken over.",
      ["external", "existing", "taken"],
    ),
    decide: z.array(z.string()),
  }),
  left: listOf("What is left as it is.", {
    what: z.string(),
    why: z.string(),
    next: text("The way on."),
  }),
  forgetting: listOf("What other tools must forget before up imports what they hold.", {
    says: text("What to do, in sentences."),
    code: text("Commands, or lines of a configuration."),
  }),
  without: texts("Pods that get a role and read no secret by it."),
  stores: listOf("Stores of the External Secrets Operator.", {
    clusterArn: z.string(),
    kind: z.enum(["SecretStore", "ClusterSecretStore"]),
    namespace: z.string().optional(),
    name: z.string(),
    role: text("ARN of the role as which it reads.").optional(),
    secrets: texts("ARNs of secrets that this role may read today."),
  }),
  changes: listOf("Who gains and who loses a secret once the inventory is deployed.", {
    secret: text("ARN."),
    gains: texts("ARNs of roles and users, or words."),
    loses: texts("ARNs of roles and users, or words."),
  }),
  unread: texts("What could not be read."),
  next: texts("What comes next, in order."),
});

export type AdoptAnswer = z.infer<typeof adoptShape>;

/** A step in which a tool forgets what it holds and leaves the object as it is. */
export type Forgetting = AdoptAnswer["forgetting"][number];
