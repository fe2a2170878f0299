import { Secret } from "@pulumi/aws/secretsmanager/secret";
import { SecretPolicy } from "@pulumi/aws/secretsmanager/secretPolicy";
import { SecretRotation } from "@pulumi/aws/secretsmanager/secretRotation";
import * as pulumi from "@pulumi/pulumi";
import type {
  PodSecretArgs,
  SecretReaderArgs,
  SecretReplicaArgs,
  SecretRotationArgs,
} from "./args/pod-secret-args";
import { podSecretShape } from "./argument-checks/argument-shapes";
import { checkArguments, checkKnownArguments } from "./argument-checks/check-arguments";
import { computed } from "./argument-checks/computed";
import { refuseKeyRemoval } from "./argument-checks/key-removal";
import type { Known } from "./argument-checks/known";
import { onePartitionProblems } from "./argument-checks/one-partition";
import { podSecretProblems } from "./argument-checks/pod-secret-problems";
import { reject } from "./argument-checks/reject";
import { withDistinctSids } from "./argument-checks/statement-ids";
import { withinBudget } from "./policy/budget";
import type { PolicyDocument, Statement } from "./policy/document";
import { secretResourcePolicy } from "./policy/secret-resource-policy";
import { parseArn } from "./rules/arn";
import { problemIf } from "./rules/problem";

/** A Secrets Manager secret, without its value. Of other accounts exactly its readers can read it. */
export class PodSecret extends pulumi.ComponentResource {
  /** Full ARN with its random suffix; the readers' own policies must name it exactly. */
  public readonly secretArn: pulumi.Output<string>;

  constructor(name: string, args: PodSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArguments("PodSecret", name, args, podSecretShape, podSecretProblems);
    super("eks-pod-secrets:index:PodSecret", name, args, opts);

    const createdArn = args.existingSecretArn ?? secret(name, args, this).arn;
    if (args.rotation) rotation(name, createdArn, args.rotation, this);
    const policy = hasPolicy(args) ? resourcePolicy(name, createdArn, args, this) : undefined;

    // From the policy where there is one: no consumer sees the ARN before the grant exists.
    this.secretArn = pulumi.output(policy?.secretArn ?? createdArn);

    // Who replaces the policy of a secret that is not the component's own is found by this, even after a refresh.
    const adopted = args.existingSecretArn && policy ? { policy: policy.policy } : {};
    this.registerOutputs({ secretArn: this.secretArn, ...adopted });
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
      replicas: args.replicas && computed(parent, name, args.replicas, replicasOf),
      tags: args.tags,
    },
    {
      parent,
      // The provider would delete a secret that is renamed first, whose readers have nothing where another cannot be made.
      deleteBeforeReplace: false,
      hooks: { beforeUpdate: refuseKeyRemoval(name) },
    },
  );
}

function replicasOf(replicas: pulumi.Unwrap<SecretReplicaArgs>[]) {
  checkKnownArguments({ replicas }, podSecretShape);
  reject(podSecretProblems({ replicas }));
  return replicas.map(({ kmsKeyArn, region }) => ({ region, kmsKeyId: kmsKeyArn }));
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
      policy: computed(
        parent,
        name,
        { secretArn, readers, style, organizationId, sealedFor, extraPolicyStatements },
        (known) => JSON.stringify(resourcePolicyDocument(known)),
      ),
      blockPublicPolicy: true,
    },
    // A protected secret must still let the last of its readers go. What denies goes with the secret only.
    sealedFor || extraPolicyStatements?.length ? { parent } : { parent, protect: false },
  );
}

interface ResourcePolicyArgs extends Omit<PodSecretArgs, "readers"> {
  secretArn: string;
  readers: pulumi.Input<SecretReaderArgs>[];
}

function resourcePolicyDocument(args: pulumi.Unwrap<ResourcePolicyArgs>): PolicyDocument {
  checkKnownArguments(args, podSecretShape);
  const { extraPolicyStatements, organizationId, readers, sealedFor, secretArn, style } = args;
  reject([
    ...podSecretProblems(args as Known<PodSecretArgs>),
    ...onePartitionProblems({ secretArn, readers, sealedFor }),
  ]);
  const ownerAccount = parseArn(secretArn)?.account ?? "";
  const own = readers.findIndex(({ roleArn }) => parseArn(roleArn)?.account === ownerAccount);
  if (own >= 0) {
    const says = `must be a role of another account than ${ownerAccount}, got ${readers[own]?.roleArn}; a reader of the secret's own account needs no entry`;
    reject(problemIf(["readers", own, "roleArn"], says));
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
