import * as pulumi from "@pulumi/pulumi";

import { readerShape } from "./argument-checks/argument-shapes";
import { checkedArguments } from "./argument-checks/check-arguments";
import { type Known, known } from "./argument-checks/known";
import { podSecretProblems } from "./argument-checks/pod-secret-problems";
import { readerProblems } from "./argument-checks/reader-problems";
import { roleProblems } from "./argument-checks/role-problems";
import {
  listOf,
  mappingOf,
  number,
  optional,
  plain,
  type Shape,
  text,
  texts,
} from "./argument-checks/shape";
import { roleArn } from "./grant/landing-zone/resource-arns";
import { readerRoleName } from "./grant/landing-zone/role-name";
import { PodSecret } from "./pod-secret";
import { PodSecretKey } from "./pod-secret-key";
import { PodSecretKeyPolicy } from "./pod-secret-key-policy";
import { accountOf, parseArn } from "./rules/arn";
import { keyAlias as keyAliasRule } from "./rules/key-alias";
import { type Problem, within } from "./rules/problem";
import { textProblems } from "./rules/text-rule";

export interface SharedSecretArgs {
  /** Name in Secrets Manager. */
  secretName: pulumi.Input<string>;
  /**
   * The pods of other accounts that read the secret. The entries may be outputs, the list not: where it is empty there is no resource
   * policy.
   */
  readers: pulumi.Input<SharedSecretReaderArgs>[];
  /** Name of the key's alias, without `alias/`. Defaults to the component's name. */
  keyAlias?: pulumi.Input<string>;
  /** What the secret is for. Defaults to none. */
  description?: pulumi.Input<string>;
  /** Days a deleted secret stays restorable: 7 to 30, or 0 for none. Defaults to 30. */
  recoveryWindowInDays?: pulumi.Input<number>;
  /** AWS Organizations id to which the readers' accounts must belong. Defaults to none. */
  organizationId?: pulumi.Input<string>;
  /** Tags of the secret and its key. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A pod of another account, by its service account, with the role that it becomes. */
export interface SharedSecretReaderArgs {
  /** ARN of the EKS cluster. */
  clusterArn: pulumi.Input<string>;
  /** Kubernetes namespace. */
  namespace: pulumi.Input<string>;
  /** Kubernetes service account within the namespace. */
  serviceAccount: pulumi.Input<string>;
  /** Name of the pod's IAM role, which need not exist yet. Defaults to the name that PodReader derives. */
  roleName?: pulumi.Input<string>;
  /** Path of the pod's IAM role. Defaults to `/`. */
  rolePath?: pulumi.Input<string>;
}

const sharedReaderShape: Shape<SharedSecretReaderArgs> = {
  ...readerShape,
  roleName: optional(text),
  rolePath: optional(text),
};

const shape: Shape<SharedSecretArgs> = {
  secretName: text,
  readers: plain(listOf(mappingOf(sharedReaderShape))),
  keyAlias: optional(text),
  description: optional(text),
  recoveryWindowInDays: optional(number),
  organizationId: optional(text),
  tags: optional(texts),
};

/**
 * The owner's side of a grant: a secret, without its value, and a key of its own, which exactly its readers in other accounts can
 * read and decrypt. The reader's side is SharedSecretMount.
 */
export class SharedSecret extends pulumi.ComponentResource {
  /** Full ARN of the secret, known once its readers are let in. */
  public readonly secretArn: pulumi.Output<string>;
  /** ARN of the key, known once its readers may decrypt. */
  public readonly keyArn: pulumi.Output<string>;

  constructor(name: string, args: SharedSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    const checked = checkedArguments("SharedSecret", name, args, opts, shape, (early, all) => [
      ...problemsOf(early),
      ...textProblems(["keyAlias"], known(all.keyAlias ?? name), keyAliasRule),
    ]);
    super("eks-pod-secrets:index:SharedSecret", name, checked, opts);

    const { description, organizationId, recoveryWindowInDays, secretName, tags } = checked;
    const readers = checked.readers.map((reader) => pulumi.output(reader).apply(podOf));
    const key = new PodSecretKey(
      name,
      { keyAlias: checked.keyAlias ?? name, tags },
      { parent: this },
    );
    const secret = new PodSecret(
      name,
      {
        secretName,
        keyArn: key.keyArn,
        readers,
        description,
        recoveryWindowInDays,
        organizationId,
        tags,
      },
      { parent: this },
    );
    const policy = new PodSecretKeyPolicy(
      name,
      {
        keyArn: key.keyArn,
        secrets: [
          {
            encryptionContextArns: [secret.secretArn],
            readerRoleArns: readers.map((reader) => reader.roleArn),
          },
        ],
        organizationId,
      },
      { parent: this },
    );

    this.secretArn = secret.secretArn;
    this.keyArn = policy.keyArn;

    this.registerOutputs({ secretArn: this.secretArn, keyArn: this.keyArn });
  }
}

function problemsOf(args: Known<SharedSecretArgs>): Problem[] {
  const { organizationId, readers, recoveryWindowInDays, secretName } = args;
  return [
    ...podSecretProblems({ secretName, recoveryWindowInDays, organizationId }),
    ...readersProblems(readers ?? []),
  ];
}

function readersProblems(readers: (Known<SharedSecretReaderArgs> | undefined)[]): Problem[] {
  return readers.flatMap((reader = {}, index) =>
    within(["readers", index], readerProblems(reader), roleProblems(reader, undefined)),
  );
}

/** The reader and its role as PodSecret takes them. */
function podOf(given: pulumi.Unwrap<SharedSecretReaderArgs>) {
  const { clusterArn, namespace, roleName, rolePath = "/", serviceAccount } = given;
  const reader = { clusterArn, namespace, serviceAccount };
  const { partition = "" } = parseArn(clusterArn) ?? {};
  const account = accountOf(clusterArn) ?? "";
  return {
    reader,
    roleArn: roleArn(partition, account, rolePath, roleName ?? readerRoleName(reader)),
  };
}
