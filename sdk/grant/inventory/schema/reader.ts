import * as z from "zod";

import * as rules from "../../../rules";
import { mountAttributes } from "../../../rules/mounts";
import { deployment } from "./deployment";
import { entry, given, oneOf, optional, refused, text } from "./entry";

const mode = oneOf(["resourcePolicy", "targetRole"]);

const identity = oneOf(["podIdentity", "irsa", "both"]);

const formerRole = z.union(
  [
    text(rules.roleArn),
    entry({
      role: text(rules.roleArn).describe("ARN of the role, in the cluster's account."),
      identity: optional(
        "irsa where its sessions have no tags of the pod: owners then let the role alone in. Default: podIdentity.",
        oneOf(["podIdentity", "irsa"]),
      ),
    }),
  ],
  { error: "must be the ARN of a role, or a mapping with role" },
);

const jmesPath = z.array(
  entry({
    path: text(rules.anyText).describe("JMESPath expression; its value must be a string."),
    as: text(rules.fileName).describe("File name in the mount."),
    filePermission: optional("Default: that of the whole value.", text(rules.filePermission)),
  }),
);

const attributes = Object.fromEntries(
  Object.entries(mountAttributes).map(([name, { description, rule }]) => [
    name,
    optional(description, text(rule)),
  ]),
) as Record<keyof typeof mountAttributes, z.ZodOptional<z.ZodString>>;

const readEntry = entry({
  secret: optional("Name of a secret of this inventory.", text(rules.secretName)),
  parameter: optional("Name of a parameter of this inventory.", text(rules.parameterName)),
  as: optional(
    "File name in the mount. Default: the object's name, with _ for every slash.",
    text(rules.fileName),
  ),
  mode: optional("Default: the reader's mode.", mode),
  ...attributes,
  jmesPath: optional("Parts of a JSON value that become files beside the whole.", jmesPath),
});

/** One read of a reader, in its long form. */
export interface ReadEntry extends z.infer<typeof readEntry> {}

const kubernetesSecret = entry({
  name: text(rules.subdomain).describe("Name of the Kubernetes Secret."),
  type: optional("Default: Opaque.", text(rules.anyText)),
  data: z
    .record(text(rules.secretKey), text(rules.fileName))
    .refine((data) => Object.keys(data).length > 0, { error: "must have at least one key" })
    .describe("Key of the Kubernetes Secret: file of the mount."),
});

const untagged =
  "the role's trust demands the session tags of this one reader, and AWS sends none with a session policy";

const readerKeys = {
  cluster: optional("Name of a cluster of this inventory.", text(rules.clusterName)),
  namespace: optional("Kubernetes namespace.", text(rules.label)),
  serviceAccount: optional("Kubernetes service account.", text(rules.subdomain)),
  createServiceAccount: optional(
    "Whether to create the service account. Default: true; false for the service account default, which every namespace has.",
    z.boolean(),
  ),
  roleName: optional("Default: derived from cluster, namespace and account.", text(rules.roleName)),
  rolePath: optional("Path of the role. Default: /.", text(rules.rolePath)),
  targetRoleName: optional(
    "Name of the role in the owner's account, mode targetRole. Default: derived.",
    text(rules.roleName),
  ),
  permissionsBoundary: optional(
    "Managed policy that bounds what the role may do.",
    text(rules.policyArn),
  ),
  identity: optional(
    "How its pods get the role: by EKS Pod Identity, by IAM roles for service accounts (irsa), or by both on the way from one to the other. Default: podIdentity.",
    identity,
  ),
  mode: optional("How secrets of other accounts are reached. Default: resourcePolicy.", mode),
  secretProviderClass: optional(
    "Name of its SecretProviderClass. Default: the reader's name.",
    text(rules.subdomain),
  ),
  region: optional("Region to read in. Default: the cluster's.", text(rules.region)),
  failoverRegion: optional("Region to read in when the first fails.", text(rules.region)),
  reads: optional(
    "What it reads: names of secrets, or mappings with secret or parameter.",
    z
      .array(
        z.union([text(rules.secretName), readEntry], {
          error: "must be the name of a secret, or a mapping with secret or parameter",
        }),
      )
      .min(1, { error: "must name at least one secret or parameter" }),
  ),
  syncToKubernetesSecrets: optional(
    "Kubernetes Secrets that copy mounted files. They put the values into etcd.",
    z.array(kubernetesSecret),
  ),
  deployment: optional("The workload. Without it, another tool deploys the pod.", deployment),
  policy: refused(
    `must be left out: ${untagged}; narrow what the reader reads with reads instead`,
  ).describe("Refused."),
  disableSessionTags: optional(
    "Refused: every role's trust demands session tags.",
    z.literal(false, {
      error:
        "must be left out: the role's trust demands the session tags of this one reader, so without tags no pod could use it",
    }),
  ),
};

const keptPolicy = entry({
  name: optional("Name of an inline policy of the role.", text(rules.policyName)),
  arn: optional("ARN of a managed policy of the role.", text(rules.policyArn)),
  document: text(rules.anyText).describe(
    "File beside the inventory with its document, as the proof reads it. The policy itself stays as it is.",
  ),
});

const ownKeys = {
  role: optional(
    "The role of roleName and rolePath exists: up takes it over, and does not make it. Its stack's import file names it.",
    z.literal("existing", { error: "must be existing where it is given" }),
  ),
  keptPolicies: optional(
    "Policies of an existing role that stay. up removes all others but its own.",
    z.array(keptPolicy),
  ),
  formerRole: optional(
    "Role as which its pods read before: it is let in beside the reader's own until the line leaves the inventory.",
    formerRole,
  ),
};

const externalKeys = {
  external: optional(
    "Others deploy the reader: only the policies of the secrets that it reads let it in. Takes clusterArn, namespace, serviceAccount, identity, roleArn, region and reads, and nothing else.",
    given(),
  ),
  clusterArn: optional("Cluster of an external reader.", text(rules.clusterArn)),
  roleArn: optional(
    "Role of an external reader. Default: the one that this package derives.",
    text(rules.roleArn),
  ),
};

export const readerEntry = entry({ ...readerKeys, ...ownKeys, ...externalKeys }).describe(
  "A Kubernetes service account and what it reads.",
);

/** Defaults of readers. */
export const readerDefaults = entry(readerKeys);

const { cluster: _cluster, ...readerKeysOfCluster } = readerKeys;
const { namespace: _namespace, ...readerKeysOfNamespace } = readerKeysOfCluster;

/** Defaults of readers in one cluster, or in the clusters of one account. */
export const readerDefaultsOfCluster = entry(readerKeysOfCluster);

/** Defaults of readers in one namespace of a cluster. */
export const readerDefaultsOfNamespace = entry(readerKeysOfNamespace);

/** A reader as the inventory declares it. */
export interface ReaderEntry extends z.infer<typeof readerEntry> {}
