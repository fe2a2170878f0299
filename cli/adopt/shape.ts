import * as z from "zod";

/** A list of objects; `says` describes it. */
function listOf<Shape extends z.ZodRawShape>(says: string, shape: Shape) {
  return z.array(z.object(shape)).describe(says);
}

/** What `adopt` answers with `--json`. */
export const adoptShape = z
  .object({
    imported: z.number().describe("Number of objects that up imports."),
    written: z.array(z.string()).describe("The files that were written, the inventory first."),
    places: listOf("The accounts that were read, and what of them was not.", {
      account: z.string().describe("Id."),
      regions: z.array(z.string()).describe("Those that were read."),
      otherRegions: z.array(z.string()).describe("Enabled ones that were not read."),
      otherClusters: z
        .array(z.string())
        .describe("ARNs of clusters that were not given. Only their associations were read."),
    }),
    readers: listOf("Readers that the inventory declares.", {
      id: z.string(),
      pod: z.string().describe("NAMESPACE/SERVICE-ACCOUNT of its cluster, in words."),
      clusterArn: z.string(),
      namespace: z.string(),
      serviceAccount: z.string(),
      identity: z.enum(["podIdentity", "irsa", "both"]),
      role: z.string().optional().describe("ARN of the role that it keeps. Without it, a new one."),
      formerRole: z.string().optional().describe("ARN of the role that is let in beside it."),
      reads: z.array(z.string()).describe("ARNs of secrets and parameters."),
      decide: z.array(z.string()).describe("What a person must decide or know."),
    }),
    secrets: listOf("Secrets and parameters that it declares.", {
      id: z.string(),
      arn: z.string(),
      kind: z
        .enum(["external", "existing", "taken"])
        .describe(
          "external: its policies stay. existing: only its policy, and its key's, are taken over.",
        ),
      decide: z.array(z.string()),
    }),
    left: listOf("What is left as it is.", {
      what: z.string(),
      why: z.string(),
      next: z.string().describe("The way on."),
    }),
    forgetting: listOf("What other tools must forget before up imports what they hold.", {
      says: z.string().describe("What to do, in sentences."),
      code: z.string().describe("Commands, or lines of a configuration."),
    }),
    without: z.array(z.string()).describe("Pods that get a role and read no secret by it."),
    stores: listOf("Stores of the External Secrets Operator.", {
      clusterArn: z.string(),
      kind: z.enum(["SecretStore", "ClusterSecretStore"]),
      namespace: z.string().optional(),
      name: z.string(),
      role: z.string().optional().describe("ARN of the role as which it reads."),
      secrets: z.array(z.string()).describe("ARNs of secrets that this role may read today."),
    }),
    changes: listOf("Who gains and who loses a secret once the inventory is deployed.", {
      secret: z.string().describe("ARN."),
      gains: z.array(z.string()).describe("ARNs of roles and users, or words."),
      loses: z.array(z.string()).describe("ARNs of roles and users, or words."),
    }),
    unread: z.array(z.string()).describe("What could not be read."),
    next: z.array(z.string()).describe("What comes next, in order."),
  })
  .describe("Answer of eks-pod-secrets adopt --json.");

export type AdoptAnswer = z.infer<typeof adoptShape>;

/** A step in which a tool forgets what it holds and leaves the object as it is. */
export type Forgetting = AdoptAnswer["forgetting"][number];
