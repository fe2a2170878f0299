import * as z from "zod";
import type { Layer } from "../../../stacks/stack-plan";

/** Who makes a call: the providers in any run of Pulumi, `up` and related verbs in addition, or a single verb. */
export const CALLERS = ["pulumi", "up", "put", "revoke", "restore"] as const;

export type Caller = (typeof CALLERS)[number];

/** The uses for which rights can be listed: deploying stacks with the command or with Pulumi alone, or a single verb. */
export const USES = ["deploy", "pulumi", "put", "revoke", "restore"] as const;

export type Use = (typeof USES)[number];

/** Kinds of things that calls are made for, by the layers that deploy or look at them. */
const OF_LAYERS = {
  cluster: [
    ...["clusters", "createdClusters", "networks", "securityGroups", "nodeGroups"],
    ...["clusterRoles", "tokenProviders", "serviceLinkedRoles", "updatedClusters"],
    ...["clustersWithAddons", "addons"],
  ],
  secrets: [
    ...["secrets", "createdSecrets", "replicatedSecrets", "rotatedSecrets", "rotationFunctions"],
    ...["formerSecrets", "succeedingSecrets", "secretKeys", "keys", "createdKeys"],
    ...["keysAndAliases", "parameters", "listedParameters", "parameterKeys", "targetRoles"],
  ],
  workloads: [
    ...["clustersLookedAt", "readerRoles", "clustersWithReaders", "associations", "readSecrets"],
    ...["listedParameters", "parameterKeys"],
  ],
} as const;

export type Deployed = (typeof OF_LAYERS)[Layer][number];

export const LAYERS: Record<Layer, readonly Deployed[]> = OF_LAYERS;

const source = z.string().optional();

/** A call to AWS, with what matters for rights. */
const call = z.strictObject({
  action: z.string().describe("The action that allows it."),
  reason: z.string().describe("Why it is made."),
  by: z.array(z.enum(CALLERS)).optional().describe("The callers. Defaults to `pulumi`."),
  optional: z.literal(true).optional().describe("The verb works without it."),
  anywhere: z
    .literal(true)
    .optional()
    .describe("The action has no resource, or one whose name AWS only assigns with the call."),
  via: z
    .enum(["secretsmanager", "ssm"])
    .optional()
    .describe("The service that makes the call for its callers; nobody else does."),
  condition: z
    .record(z.string(), z.record(z.string(), z.array(z.string())))
    .optional()
    .describe("The condition under which it is needed: operators, each with keys and values."),
  source: source.describe("The source, for a call that no run in the sandbox makes."),
});

export interface Call extends z.infer<typeof call> {
  /** Only needed if the inventory gives the account tags. */
  forTags?: true;
}

export type Condition = NonNullable<Call["condition"]>;

/** The calls that set and remove the account's tags in a service. */
const tagCalls = z.strictObject({ tags: z.tuple([z.string(), z.string()]), source });

/** All calls of another list. */
const also = z.strictObject({ also: z.enum(["everyRole", "targetRoles"]) });

/** The calls of the YAML files of this folder: by the kinds of things that they are made for, beside a list that others contain. */
export const callTable = z.record(
  z.enum(["everyRole", ...Object.values(LAYERS).flat()]),
  z.array(z.union([call, tagCalls, also])),
);
