import type { AccessDocuments } from "eks-pod-secrets/access";
import { administratorRole } from "eks-pod-secrets/grant";
import * as z from "zod";
import { shapeOf } from "../terminal/failure-shape";
import { type BesideDocuments, besideShape } from "./beside-shape";
import {
  accountId,
  arn,
  document,
  flag,
  list,
  organization,
  pairs,
  policy,
  word,
} from "./shape-parts";

const permissionsBoundary = policy.describe("The permissions boundary: no policy allows more.");
const clusterArn = arn("eks", "cluster/").describe("ARN of the EKS cluster.");
const namespace = word.describe("Kubernetes namespace.");
const serviceAccount = word.describe("Kubernetes service account.");
const keyArn = arn("kms", "key/").describe("ARN of the key, never of an alias.");
const roleArn = arn("iam", "role/").describe("ARN of the role, path included.");

const keyGrant = z.strictObject({
  grantee: word.describe(
    "ARN of an account's root, a role, a user or a session; or the name of a service.",
  ),
  operations: z
    .array(z.string().regex(/^[A-Z][A-Za-z]*$/, { error: "must be an operation of KMS by name" }))
    .describe("What the grantee may do, e.g. Decrypt."),
  retiringPrincipal: word.nullish().describe("Who may retire the grant."),
  encryptionContextSubset: pairs.describe("Pairs that the encryption context must have."),
  encryptionContextEquals: pairs.describe("Pairs that it must have, and no others."),
  sourceArn: word.nullish().describe("ARN of the resource on behalf of which a service must call."),
});

const assumed = flag(
  "Nobody read it. Others are assumed to deploy it like this, and no claim is made about it.",
);

const key = z.strictObject({
  arn: keyArn,
  policy: policy.describe("The key policy."),
  tags: pairs.describe("Tags of the key."),
  disabled: flag("Whether the key is disabled or waits for its deletion. Default: false."),
  grants: list(keyGrant, "Every grant of the key that is in force."),
  relatedKeys: list(
    keyArn,
    "ARNs of the other keys of a multi-Region key, each of which must name this one.",
  ),
  assumed,
});

const formerKeys = list(
  keyArn.nullable(),
  "ARNs of the other keys with which a version can still be opened; null is the AWS managed key. Absent: none, by an assumption.",
);

const secretArn = arn("secretsmanager", "secret:");

const secret = z.strictObject({
  arn: secretArn.describe("Full ARN, with the six random characters."),
  key: keyArn
    .nullish()
    .describe("ARN of the customer managed key. Default: the AWS managed key of the account."),
  formerKeys,
  copies: list(
    secretArn,
    "ARNs of its replicas, and of other secrets that may hold its value, all of them in secrets. Absent: none but those of its ARN in other regions, by an assumption.",
  ),
  tags: pairs.describe("Tags of the secret."),
  policy: policy.describe("The resource policy."),
  sealed: flag("Whether all but readers, administrators and the rotation role must be denied."),
  rotation: z
    .strictObject({
      role: roleArn
        .nullish()
        .describe(
          "ARN of the role that rotates it: the role of the function, or of a managed external secret. Default: unknown.",
        ),
    })
    .nullish()
    .describe("How the secret is rotated. Default: not at all."),
  assumed,
});

const parameter = z.strictObject({
  arn: arn("ssm", "parameter/").describe("ARN of the Systems Manager parameter."),
  sharedWith: list(
    word,
    "Whom resource shares share it with: account ids, and ARNs of roles, users, organizations and organizational units.",
  ),
  key: keyArn.nullish().describe("ARN of the customer managed key of a SecureString."),
  formerKeys,
  secure: flag("Whether it is a SecureString."),
  tags: pairs.describe("Tags of the parameter."),
});

const role = z.strictObject({
  arn: roleArn,
  tags: pairs.describe("The role's own tags."),
  trust: policy.describe("The trust policy."),
  policies: list(document, "Identity policies, inline and managed."),
  keptPolicies: list(document, "Those of them that were declared to stay."),
  permissionsBoundary,
  assumed,
});

const groupArn = arn("iam", "group/").describe("ARN of the group, path included.");

const user = z.strictObject({
  arn: arn("iam", "user/").describe("ARN of the user, path included."),
  tags: pairs.describe("The user's own tags."),
  policies: list(document, "Its own identity policies, inline and managed."),
  groups: list(groupArn, "The groups that it is in, all of them in groups."),
  permissionsBoundary,
});

const group = z.strictObject({
  arn: groupArn,
  policies: list(document, "Identity policies, inline and managed."),
});

const association = z.strictObject({
  clusterArn,
  namespace,
  serviceAccount,
  roleArn,
  targetRoleArn: roleArn.nullish().describe("ARN of the role that the pod reads as."),
  disableSessionTags: flag("EKS sends no session tags."),
  policy: policy.describe("The session policy."),
  webIdentity: z
    .strictObject({
      provider: arn("iam", "oidc-provider/").describe(
        "ARN of the OIDC provider of the cluster, in the role's account.",
      ),
      subject: z
        .string()
        .regex(/^[^*?]+$/, {
          error: "must be the subject of one service account, without wildcards",
        })
        .describe("Subject of the tokens, e.g. system:serviceaccount:billing:api."),
      audience: word.describe("Audience of the tokens, e.g. sts.amazonaws.com."),
    })
    .nullish()
    .describe(
      "The pods become the role with these tokens (IRSA), and not by EKS Pod Identity. Their sessions have no session tags.",
    ),
  former: flag(
    "The pods had the role before, and may still have sessions of it beside those of their present one. Default: false.",
  ),
});

const accountProviders = z.strictObject({
  account: accountId.describe("The account."),
  providers: z
    .array(
      z.strictObject({
        arn: arn("iam", "oidc-provider/").describe("ARN of the provider, which holds the issuer."),
        audiences: z.array(z.string()).describe("Audiences of which it takes tokens (client ids)."),
        clusterArn: clusterArn
          .nullish()
          .describe("ARN of the EKS cluster that is the issuer. Default: no known cluster."),
      }),
    )
    .describe("Every OIDC provider of the account."),
});

const vpcEndpoint = z.strictObject({
  arn: arn("ec2", "vpc-endpoint/vpce-").describe("ARN of the endpoint, which ends in its id."),
  service: z
    .string()
    .regex(/^[a-z0-9]+(\.[a-z0-9-]+)+$/, { error: "must be a service as AWS's endpoints name it" })
    .describe("The service that it leads to, e.g. com.amazonaws.us-east-1.secretsmanager."),
  vpc: z
    .string()
    .regex(/^vpc-[0-9a-z]+$/, { error: "must be the id of a VPC" })
    .nullish()
    .describe("Id of its VPC. Default: unknown."),
  policy: policy.describe("Its policy. Default: AWS's default policy, which allows everything."),
  clusters: list(
    clusterArn,
    "ARNs of the clusters whose pods may call through it. Default: every cluster of its region.",
  ),
});

const grant = z.strictObject({
  reader: z.strictObject({ clusterArn, namespace, serviceAccount }).describe("Who may read."),
  secret: z.string().describe("Full ARN of the secret or parameter that the reader may read."),
});

export interface DocumentsFile extends AccessDocuments, BesideDocuments {
  $schema?: string;
}

/** The shape of a documents file. */
export const documentsShape = shapeOf<DocumentsFile>()(
  z
    .strictObject({
      $schema: z.string().optional().describe("Where this schema is, for editors."),
      administrators: list(
        z.union(
          [
            z
              .string()
              .regex(/^[^*?]*$/, { error: "must be one principal's ARN, without wildcards" }),
            administratorRole,
          ],
          {
            error:
              "must be one principal's ARN, without wildcards, or a mapping with role and from",
          },
        ),
        "Principals in the owners' accounts that may read besides the readers: by ARN, or a role with those who may become it.",
      ),
      wholeAccounts: list(
        accountId,
        "Ids of accounts of which every role and user is in roles and users. Default: others may be there, with any rights.",
      ),
      organization,
      keys: list(key, "Customer managed keys."),
      secrets: list(secret, "Secrets of Secrets Manager."),
      parameters: list(parameter, "Parameters of Systems Manager."),
      roles: list(role, "IAM roles."),
      users: list(user, "IAM users."),
      groups: list(group, "IAM groups of the users."),
      associations: list(
        association,
        "EKS Pod Identity associations, and the tokens with which pods become a role without one (webIdentity).",
      ),
      oidcProviders: list(
        accountProviders,
        "OIDC providers, by account. In an account that is not here, every provider that a trust policy names may exist.",
      ),
      vpcEndpoints: list(
        vpcEndpoint,
        "VPC endpoints with known policies, which limit the requests through them.",
      ),
      grants: list(grant, "Who was declared to read what."),
      ...besideShape,
    })
    .describe(
      "Everything that decides who reads which secret. eks-pod-secrets prove --documents reads it. Null or absent means none.",
    ),
);
