import { Alias } from "@pulumi/aws/kms/alias";
import { Key } from "@pulumi/aws/kms/key";
import * as pulumi from "@pulumi/pulumi";

import { daysProblems } from "./checks/aws-name";
import { computed } from "./checks/computed";
import { known } from "./checks/known";
import { reject } from "./checks/reject";
import { mustBe, type Problem } from "./rules/problem";

export interface PodSecretKeyArgs {
  /** Name of the alias, without `alias/`. */
  alias: pulumi.Input<string>;
  /** What the key is for. Defaults to a sentence that says it encrypts secrets read by pods. */
  description?: pulumi.Input<string>;
  /** Days until a key scheduled for deletion is gone, 7 to 30. Its secrets are unreadable from the first. Defaults to 30. */
  deletionWindowInDays?: pulumi.Input<number>;
  /** Tags of the key. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * A customer managed key for secrets that pods of other accounts read, with an alias and yearly rotation. Until a
 * PodSecretKeyPolicy names the secrets and their readers, only the owner's account can use it.
 */
export class PodSecretKey extends pulumi.ComponentResource {
  /** ARN of the key. */
  public readonly keyArn: pulumi.Output<string>;
  /** Id of the key. */
  public readonly keyId: pulumi.Output<string>;
  /** Name of the alias, with `alias/`. */
  public readonly aliasName: pulumi.Output<string>;

  constructor(name: string, args: PodSecretKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    reject(problems(known(args)));
    super("eks-pod-secrets:index:PodSecretKey", name, args, opts);

    const key = new Key(
      `${name}-key`,
      {
        description: args.description ?? "Encrypts secrets that pods read",
        deletionWindowInDays: args.deletionWindowInDays ?? 30,
        enableKeyRotation: true,
        tags: args.tags,
      },
      { parent: this },
    );

    const alias = new Alias(
      `${name}-alias`,
      { name: computed(this, name, args.alias, aliasName), targetKeyId: key.keyId },
      { parent: this },
    );

    this.keyArn = key.arn;
    this.keyId = key.keyId;
    this.aliasName = alias.name;

    this.registerOutputs({
      keyArn: this.keyArn,
      keyId: this.keyId,
      aliasName: this.aliasName,
    });
  }
}

function problems({
  alias,
  deletionWindowInDays,
}: {
  alias?: string;
  deletionWindowInDays?: number;
}): Problem[] {
  return [
    ...aliasProblems(alias),
    ...daysProblems("deletionWindowInDays", deletionWindowInDays, 7, 30),
  ];
}

function aliasName(alias: string): string {
  reject(aliasProblems(alias));
  return `alias/${alias}`;
}

function aliasProblems(alias: string | undefined): Problem[] {
  if (alias === undefined) return [];
  if (!/^[a-zA-Z0-9/_-]{1,250}$/.test(alias) || /^(alias|aws)\//.test(alias)) {
    return [mustBe("alias", "letters, digits and /_- without the prefix alias/ or aws/", alias)];
  }
  return [];
}
