import { Secret } from "@pulumi/aws/secretsmanager/secret";
import { SecretPolicy } from "@pulumi/aws/secretsmanager/secretPolicy";
import { SecretRotation } from "@pulumi/aws/secretsmanager/secretRotation";
import * as pulumi from "@pulumi/pulumi";
import { parseArn } from "iam-proof/names";
import { checkedArguments, computed } from "./argument-checks/check-arguments";
import { refuseKeyRemoval, refuseRename } from "./argument-checks/kept-values";
import { podSecretProblems } from "./argument-checks/pod-secret-problems";
import { inAccountOf, staying } from "./argument-checks/provider-place";
import { reject, withHooks } from "./argument-checks/refusal";
import { onePartitionProblems, withDistinctSids } from "./argument-checks/role-problems";
import { podSecretLosses } from "./argument-checks/update-warnings/of-secrets";
import { tellingLosses } from "./argument-checks/update-warnings/tell-losses";
import { isProtected } from "./argument-checks/whole";
import type {
  PodSecretArgs,
  SecretReaderArgs,
  SecretReplicaArgs,
  SecretRotationArgs,
} from "./argument-types/pod-secret-args";
import { DEFAULT_RECOVERY_DAYS } from "./defaults";
import { withinBudget } from "./policy/budget";
import type { PolicyDocument, Statement } from "./policy/document";
import { policyWithoutReaders, secretResourcePolicy } from "./policy/secret-resource-policy";
import { problemIf } from "./rules/problem";

/** A Secrets Manager secret, without its value. Of other accounts exactly its readers can read it. */
export class PodSecret extends pulumi.ComponentResource {
  /** Full ARN with its random suffix; the readers' own policies must name it exactly. */
  public readonly secretArn: pulumi.Output<string>;

  constructor(name: string, args: PodSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    const checked = checkedArguments("PodSecret", name, args, opts, podSecretProblems);
    const telling = tellingLosses("PodSecret", name, opts, podSecretLosses);
    const place = staying("PodSecret", name, telling, "secret", "with its value");
    const options = withHooks(place.options, refuseRename(name, opts?.parent));
    const { existingSecretArn: existing } = checked;
    // The ARN tells where a secret is that the component does not create.
    const inputs = existing ? checked : { ...checked, ...place.inputs };
    super("eks-pod-secrets:index:PodSecret", name, inputs, options);
    place.of(this);

    const createdArn = existing
      ? inAccountOf(this, name, "existingSecretArn", existing, existing)
      : secret(name, checked, this).arn;
    if (checked.rotation) rotation(name, createdArn, checked.rotation, this);
    // The policy is protected like the secret. When the last reader is removed, the policy is changed and stays.
    const policy =
      hasPolicy(checked) || isProtected(this)
        ? resourcePolicy(name, createdArn, checked, this)
        : undefined;

    // Depends on the policy, if there is one, so that no consumer sees the ARN before the grant exists.
    this.secretArn = pulumi.output(policy?.secretArn ?? createdArn);

    // With this output, a changed policy of an adopted secret is found even after a refresh.
    const adopted = checked.existingSecretArn && policy ? { policy: policy.policy } : {};
    this.registerOutputs({ secretArn: this.secretArn, ...adopted });
  }
}

function secret(name: string, args: PodSecretArgs, parent: PodSecret): Secret {
  return new Secret(
    `${name}-secret`,
    {
      name: args.secretName,
      description: args.description,
      kmsKeyId: args.keyArn,
      recoveryWindowInDays: args.recoveryWindowInDays ?? DEFAULT_RECOVERY_DAYS,
      replicas: args.replicas && computed(parent, name, args.replicas, replicasOf),
      tags: args.tags,
    },
    {
      parent,
      // Otherwise the provider would delete a renamed secret first, and its readers would have nothing if the new one cannot be
      // created.
      deleteBeforeReplace: false,
      hooks: { beforeUpdate: refuseKeyRemoval(name, parent) },
    },
  );
}

function replicasOf(replicas: pulumi.Unwrap<SecretReplicaArgs>[]) {
  return replicas.map(({ keyArn, region }) => ({ region, kmsKeyId: keyArn }));
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
      // The first value is put after this deployment, so there is nothing to rotate yet.
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
    { parent },
  );
}

interface ResourcePolicyArgs extends Omit<PodSecretArgs, "readers"> {
  secretArn: string;
  readers: pulumi.Input<SecretReaderArgs>[];
}

function resourcePolicyDocument(args: pulumi.Unwrap<ResourcePolicyArgs>): PolicyDocument {
  const { extraPolicyStatements, organizationId, readers, sealedFor, secretArn, style } = args;
  reject(onePartitionProblems({ secretArn, readers, sealedFor }));
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
  return withinBudget(
    "secretResourcePolicy",
    secretArn,
    withDistinctSids(document ?? policyWithoutReaders(ownerAccount)),
  );
}
