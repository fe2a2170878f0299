import * as z from "zod";

import * as rules from "../../../rules";
import { mountAttributes } from "../../../rules/mounts";
import { deployment } from "./deployment";
import { entry, given, oneOf, refused, text } from "./entry";

const mode = oneOf(["resourcePolicy", "targetRole"]);

const identity = oneOf(["podIdentity", "irsa", "both"]);

const formerRole = z.union(
  [
    text(rules.roleArn),
    entry({
      role: text(rules.roleArn).describe("ARN of the role, in the cluster's account."),
      identity: oneOf(["podIdentity", "irsa"])
        .optional()
        .describe(
          "irsa where its sessions have no tags of the pod: owners then let the role alone in. Default: podIdentity.",
        ),
    }),
  ],
  { error: "must be the ARN of a role, or a mapping with role" },
);

const jmesPath = z.array(
  entry({
    path: text(rules.anyText).describe("JMESPath expression; its value must be a string."),
    as: text(rules.fileName).describe("File name in the mount."),
    filePermission: text(rules.filePermission)
      .optional()
      .describe("Default: that of the whole value."),
  }),
);

const attributes = Object.fromEntries(
  Object.entries(mountAttributes).map(([name, { description, rule }]) => [
    name,
    text(rule).optional().describe(description),
  ]),
) as Record<keyof typeof mountAttributes, z.ZodOptional<z.ZodString>>;

const readEntry = entry({
  secret: text(rules.secretName).optional().describe("Name of a secret of this inventory."),
  parameter: text(rules.parameterName)
    .optional()
    .describe("Name of a parameter of this inventory."),
  as: text(rules.fileName)
    .optional()
    .describe("File name in the mount. Default: the object's name, with _ for every slash."),
  mode: mode.optional().describe("Default: the reader's mode."),
  ...attributes,
  jmesPath: jmesPath
    .optional()
    .describe("Parts of a JSON value that become files beside the whole."),
});

/** One read of a reader, in its long form. */
export interface ReadEntry extends z.infer<typeof readEntry> {}

const kubernetesSecret = entry({
  name: text(rules.subdomain).describe("Name of the Kubernetes Secret."),
  type: text(rules.anyText).optional().describe("Default: Opaque."),
  data: z
    .record(text(rules.secretKey), text(rules.fileName))
    .refine((data) => Object.keys(data).length > 0, { error: "must have at least one key" })
    .describe("Key of the Kubernetes Secret: file of the mount."),
});

const untagged =
  "the role's trust demands the session tags of this one reader, and AWS sends none with a session policy";

const readerKeys = {
  cluster: text(rules.clusterName).optional().describe("Name of a cluster of this inventory."),
  namespace: text(rules.label).optional().describe("Kubernetes namespace."),
  serviceAccount: text(rules.subdomain).optional().describe("Kubernetes service account."),
  createServiceAccount: z
    .boolean()
    .optional()
    .describe(
      "Whether to create the service account. Default: true; false for the service account default, which every namespace has.",
    ),
  roleName: text(rules.roleName)
    .optional()
    .describe("Default: derived from cluster, namespace and account."),
  rolePath: text(rules.rolePath).optional().describe("Path of the role. Default: /."),
  targetRoleName: text(rules.roleName)
    .optional()
    .describe("Name of the role in the owner's account, mode targetRole. Default: derived."),
  permissionsBoundary: text(rules.policyArn)
    .optional()
    .describe("Managed policy that bounds what the role may do."),
  identity: identity
    .optional()
    .describe(
      "How its pods get the role: by EKS Pod Identity, by IAM roles for service accounts (irsa), or by both on the way from one to the other. Default: podIdentity.",
    ),
  mode: mode
    .optional()
    .describe("How secrets of other accounts are reached. Default: resourcePolicy."),
  secretProviderClass: text(rules.subdomain)
    .optional()
    .describe("Name of its SecretProviderClass. Default: the reader's name."),
  region: text(rules.region).optional().describe("Region to read in. Default: the cluster's."),
  failoverRegion: text(rules.region).optional().describe("Region to read in when the first fails."),
  reads: z
    .array(
      z.union([text(rules.secretName), readEntry], {
        error: "must be the name of a secret, or a mapping with secret or parameter",
      }),
    )
    .min(1, { error: "must name at least one secret or parameter" })
    .optional()
    .describe("What it reads: names of secrets, or mappings with secret or parameter."),
  syncToKubernetesSecrets: z
    .array(kubernetesSecret)
    .optional()
    .describe("Kubernetes Secrets that copy mounted files. They put the values into etcd."),
  deployment: deployment
    .optional()
    .describe("The workload. Without it, another tool deploys the pod."),
  policy: refused(
    `must be left out: ${untagged}; narrow what the reader reads with reads instead`,
  ).describe("Refused."),
  disableSessionTags: z
    .literal(false, {
      error:
        "must be left out: the role's trust demands the session tags of this one reader, so without tags no pod could use it",
    })
    .optional()
    .describe("Refused: every role's trust demands session tags."),
};

const keptPolicy = entry({
  name: text(rules.policyName).optional().describe("Name of an inline policy of the role."),
  arn: text(rules.policyArn).optional().describe("ARN of a managed policy of the role."),
  document: text(rules.anyText).describe(
    "File beside the inventory with its document, as the proof reads it. The policy itself stays as it is.",
  ),
});

const ownKeys = {
  role: z
    .literal("existing", { error: "must be existing where it is given" })
    .optional()
    .describe(
      "The role of roleName and rolePath exists: up takes it over, and does not make it. Its stack's import file names it.",
    ),
  keptPolicies: z
    .array(keptPolicy)
    .optional()
    .describe("Policies of an existing role that stay. up removes all others but its own."),
  formerRole: formerRole
    .optional()
    .describe(
      "Role as which its pods read before: it is let in beside the reader's own until the line leaves the inventory.",
    ),
};

const externalKeys = {
  external: given()
    .optional()
    .describe(
      "Others deploy the reader: only the policies of the secrets that it reads let it in. Takes clusterArn, namespace, serviceAccount, identity, roleArn, region and reads, and nothing else.",
    ),
  clusterArn: text(rules.clusterArn).optional().describe("Cluster of an external reader."),
  roleArn: text(rules.roleArn)
    .optional()
    .describe("Role of an external reader. Default: the one that this package derives."),
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
