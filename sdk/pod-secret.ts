import { Secret } from "@pulumi/aws/secretsmanager/secret";
import { SecretPolicy } from "@pulumi/aws/secretsmanager/secretPolicy";
import { SecretRotation } from "@pulumi/aws/secretsmanager/secretRotation";
import * as pulumi from "@pulumi/pulumi";
import type { PolicyStyle } from "./args/policy-style";
import type { ReaderArgs } from "./args/reader-args";
import { type Known, known } from "./checks/known";
import { podSecretProblems } from "./checks/pod-secret-problems";
import { reject } from "./checks/reject";
import { withDistinctSids } from "./checks/statement-ids";
import { parseArn } from "./grant/arn";
import { withinBudget } from "./policy/budget";
import type { PolicyDocument, Statement } from "./policy/document";
import { secretResourcePolicy } from "./policy/secret-resource-policy";

export interface PodSecretArgs {
  /** Name in Secrets Manager. Required unless `existingSecretArn` is given. */
  secretName?: pulumi.Input<string>;
  /** Full ARN of a secret that exists: only its resource policy is managed. */
  existingSecretArn?: pulumi.Input<string>;
  /** What the secret is for. Defaults to none. */
  description?: pulumi.Input<string>;
  /** ARN of the customer managed key. Defaults to the AWS managed key, which no other account can use. */
  kmsKeyArn?: pulumi.Input<string>;
  /** Days a deleted secret stays restorable: 7 to 30, or 0 for none. Defaults to 30. */
  recoveryWindowInDays?: pulumi.Input<number>;
  /** Tags of the secret. In style `attributes` those that its readers' sessions must equal. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Further regions that hold the secret. Defaults to none. */
  replicas?: SecretReplicaArgs[];
  /** Rotation by a function. Defaults to none. */
  rotation?: SecretRotationArgs;
  /** Who reads the secret from other accounts as its own role. Readers of this account need no entry. Defaults to none. */
  readers?: SecretReaderArgs[];
  /** Style of the resource policy. Defaults to `exact`. */
  style?: pulumi.Input<PolicyStyle>;
  /** AWS Organizations id to which the readers' accounts must belong. Defaults to none. */
  organizationId?: pulumi.Input<string>;
  /**
   * Seals the secret: everyone but its readers and these principals, by ARN, is denied its value. Name the roles of readers in
   * this account, target roles, administrators, and the role of the rotation function. Defaults to no seal.
   */
  sealedFor?: pulumi.Input<string>[];
  /** IAM statements of your own in the resource policy, kept as they are; each needs a Sid of its own. Defaults to none. */
  // biome-ignore lint/suspicious/noExplicitAny: IAM's statement grammar has no schema in Pulumi's other languages
  extraPolicyStatements?: any[];
}

export interface SecretReaderArgs {
  /** The service account that reads. */
  reader: pulumi.Input<ReaderArgs>;
  /** ARN of its role, with the path. The role need not exist yet. */
  roleArn: pulumi.Input<string>;
}

export interface SecretReplicaArgs {
  /** Region of the replica. */
  region: pulumi.Input<string>;
  /** ARN of the customer managed key of that region. Defaults to the AWS managed key, which no other account can use. */
  kmsKeyArn?: pulumi.Input<string>;
}

export interface SecretRotationArgs {
  /** ARN of the Lambda function that rotates the secret. */
  lambdaArn: pulumi.Input<string>;
  /** Days between rotations, 1 to 1000. */
  automaticallyAfterDays: pulumi.Input<number>;
}

/** A Secrets Manager secret, without its value, that exactly its readers can read. */
export class PodSecret extends pulumi.ComponentResource {
  /** Full ARN with its random suffix; the readers' own policies must name it exactly. */
  public readonly secretArn: pulumi.Output<string>;

  constructor(name: string, args: PodSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    reject(podSecretProblems(known(args), args));
    super("eks-pod-secrets:index:PodSecret", name, args, opts);

    const createdArn = args.existingSecretArn ?? secret(name, args, this).arn;
    if (args.rotation) rotation(name, createdArn, args.rotation, this);
    const policy = hasPolicy(args) ? resourcePolicy(name, createdArn, args, this) : undefined;

    // From the policy where there is one: no consumer sees the ARN before the grant exists.
    this.secretArn = pulumi.output(policy?.secretArn ?? createdArn);

    this.registerOutputs({ secretArn: this.secretArn });
  }
}

function secret(name: string, args: PodSecretArgs, parent: PodSecret): Secret {
  return new Secret(
    `${name}-secret`,
    {
      name: args.secretName,
      description: args.description,
      kmsKeyId: args.kmsKeyArn,
      recoveryWindowInDays: args.recoveryWindowInDays ?? 30,
      replicas: args.replicas?.map(({ region, kmsKeyArn }) => ({ region, kmsKeyId: kmsKeyArn })),
      tags: args.tags,
    },
    { parent },
  );
}

function rotation(
  name: string,
  secretId: pulumi.Input<string>,
  { automaticallyAfterDays, lambdaArn }: SecretRotationArgs,
  parent: PodSecret,
): SecretRotation {
  return new SecretRotation(
    `${name}-rotation`,
    {
      secretId,
      rotationLambdaArn: lambdaArn,
      rotationRules: { automaticallyAfterDays },
      // The first value is put after this deployment; there is nothing to rotate before.
      rotateImmediately: false,
    },
    { parent },
  );
}

function hasPolicy({ extraPolicyStatements, readers, sealedFor }: PodSecretArgs): boolean {
  return Boolean(readers?.length || sealedFor || extraPolicyStatements?.length);
}

function resourcePolicy(
  name: string,
  secretArn: pulumi.Input<string>,
  args: PodSecretArgs,
  parent: PodSecret,
): SecretPolicy {
  const { extraPolicyStatements, organizationId, readers = [], sealedFor, style } = args;
  return new SecretPolicy(
    `${name}-policy`,
    {
      secretArn,
      policy: pulumi
        .output({ secretArn, readers, style, organizationId, sealedFor, extraPolicyStatements })
        .apply((resolved) => JSON.stringify(resourcePolicyDocument(resolved))),
      blockPublicPolicy: true,
    },
    { parent },
  );
}

interface ResourcePolicyArgs extends Omit<PodSecretArgs, "readers"> {
  secretArn: string;
  readers: SecretReaderArgs[];
}

function resourcePolicyDocument(args: pulumi.Unwrap<ResourcePolicyArgs>): PolicyDocument {
  const { extraPolicyStatements, organizationId, readers, sealedFor, secretArn, style } = args;
  reject(podSecretProblems(args as Known<PodSecretArgs>));
  const ownerAccount = parseArn(secretArn)?.account ?? "";
  const own = readers.findIndex(({ roleArn }) => parseArn(roleArn)?.account === ownerAccount);
  if (own >= 0) {
    const propertyPath = `readers[${own}].roleArn`;
    const reason = `${propertyPath} must be a role of another account than ${ownerAccount}, got ${readers[own]?.roleArn}; a reader of the secret's own account needs no entry`;
    reject([{ propertyPath, reason }]);
  }
  const document = secretResourcePolicy({
    ownerAccount,
    readers,
    organizationId,
    style,
    sealedFor: sealedFor && [...sealedFor, ...readers.map(({ roleArn }) => roleArn)],
    extraStatements: extraPolicyStatements as Statement[] | undefined,
  });
  // Never undefined: without readers, seal and statements there is no resource policy.
  return withinBudget(
    "secretResourcePolicy",
    secretArn,
    withDistinctSids(document as PolicyDocument),
  );
}
