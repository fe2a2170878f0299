import { KeyPolicy } from "@pulumi/aws/kms/keyPolicy";
import * as pulumi from "@pulumi/pulumi";
import { parseArn } from "iam-proof/names";
import { checkedArguments, computed } from "./argument-checks/check-arguments";
import { inAccountOf } from "./argument-checks/provider-place";
import { contextProblems } from "./argument-checks/readable-problems";
import { onePartitionProblems, withDistinctSids } from "./argument-checks/role-problems";
import { podSecretKeyPolicyLosses } from "./argument-checks/update-warnings/of-secrets";
import { tellingLosses } from "./argument-checks/update-warnings/tell-losses";
import { isOfProtected, type Known } from "./argument-checks/whole";
import { withinBudget } from "./policy/budget";
import type { PolicyDocument, Statement } from "./policy/document";
import { secretKeyPolicy } from "./policy/secret-key-policy";
import * as rules from "./rules";
import { type Problem, within } from "./rules/problem";
import { textProblems } from "./rules/rule";

export interface PodSecretKeyPolicyArgs {
  /** ARN of the customer managed key. Its whole policy is replaced. */
  keyArn: pulumi.Input<string>;
  /** Every secret that the key encrypts, with its readers. */
  secrets: pulumi.Input<pulumi.Input<KeyedSecretArgs>[]>;
  /** AWS Organizations id to which the readers' accounts must belong. Defaults to none. */
  organizationId?: pulumi.Input<string>;
  /** IAM statements of your own, kept as they are; each needs a Sid of its own. Defaults to none. */
  // biome-ignore lint/suspicious/noExplicitAny: IAM's statement grammar has no schema in Pulumi's other languages
  extraPolicyStatements?: pulumi.Input<any[]>;
}

/** A secret that the key encrypts, with the roles that read it. */
export interface KeyedSecretArgs {
  /** ARNs that may stand in the encryption context: the secret's, and for a replica its primary's too. */
  encryptionContextArns: pulumi.Input<pulumi.Input<string>[]>;
  /** ARNs of the roles that read the secret as themselves. Roles of the owner's account need no statement. */
  readerRoleArns: pulumi.Input<pulumi.Input<string>[]>;
}

/** The policy of a key: each reader decrypts the secrets granted to it, through Secrets Manager, and nothing else. */
export class PodSecretKeyPolicy extends pulumi.ComponentResource {
  /** ARN of the key, known once its policy is in force. */
  public readonly keyArn: pulumi.Output<string>;

  constructor(name: string, args: PodSecretKeyPolicyArgs, opts?: pulumi.ComponentResourceOptions) {
    const checked = checkedArguments("PodSecretKeyPolicy", name, args, opts, problemsOf);
    const options = tellingLosses("PodSecretKeyPolicy", name, opts, podSecretKeyPolicyLosses);
    super("eks-pod-secrets:index:PodSecretKeyPolicy", name, checked, options);

    const { extraPolicyStatements, keyArn, organizationId, secrets } = checked;
    const policy = new KeyPolicy(
      `${name}-policy`,
      {
        // The id and not the ARN: the provider reads the id back, so an ARN would differ in every deployment.
        keyId: inAccountOf(this, name, "keyArn", keyArn, keyArn).apply(keyId),
        policy: computed(
          this,
          name,
          { keyArn, secrets, organizationId, extraPolicyStatements },
          (known) => JSON.stringify(keyPolicyDocument(known)),
        ),
      },
      {
        parent: this,
        // Otherwise the provider would leave the policy on the former key.
        replaceOnChanges: ["keyId"],
        // A protected key that lost its policy would still exist, but nobody could decrypt with it.
        ...(opts?.protect === undefined && isOfProtected(args.keyArn) && { protect: true }),
      },
    );

    // Depends on the policy, so that no consumer sees the key before the grants exist.
    this.keyArn = pulumi.all([keyArn, policy.keyId]).apply(([arn]) => arn);

    // With this output, a changed policy is found even after a refresh.
    this.registerOutputs({ keyArn: this.keyArn, policy: policy.policy });
  }
}

function keyId(arn: string): string {
  return parseArn(arn)?.resource.replace(/^key\//, "") ?? arn;
}

function keyPolicyDocument(args: pulumi.Unwrap<PodSecretKeyPolicyArgs>): PolicyDocument {
  const { extraPolicyStatements, ...input } = args;
  const document = secretKeyPolicy({
    ...input,
    extraStatements: extraPolicyStatements as Statement[] | undefined,
  });
  return withinBudget("secretKeyPolicy", args.keyArn, withDistinctSids(document));
}

function problemsOf({ keyArn, organizationId, secrets }: Known<PodSecretKeyPolicyArgs>): Problem[] {
  return [
    ...rules.arnProblems(["keyArn"], keyArn, rules.keyArn),
    ...textProblems(["organizationId"], organizationId, rules.organizationId),
    ...(secrets ?? []).flatMap((secret = {}, index) =>
      within(
        ["secrets", index],
        contextProblems(["encryptionContextArns"], secret.encryptionContextArns),
        (secret.readerRoleArns ?? []).flatMap((arn, reader) =>
          rules.arnProblems(["readerRoleArns", reader], arn, rules.roleArn),
        ),
      ),
    ),
    ...onePartitionProblems({ keyArn, secrets }),
  ];
}
