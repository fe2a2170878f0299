import { Alias } from "@pulumi/aws/kms/alias";
import { Key } from "@pulumi/aws/kms/key";
import * as pulumi from "@pulumi/pulumi";
import { checkedArguments } from "./argument-checks/check-arguments";
import { staying } from "./argument-checks/provider-place";
import { podSecretKeyLosses } from "./argument-checks/update-warnings/of-secrets";
import { tellingLosses } from "./argument-checks/update-warnings/tell-losses";
import type { Known } from "./argument-checks/whole";
import type { KeySettingsArgs } from "./argument-types/pod-secret-args";
import { DEFAULT_DELETION_DAYS } from "./defaults";
import * as rules from "./rules";
import type { Problem } from "./rules/problem";
import { numberProblems, textProblems } from "./rules/rule";

export interface PodSecretKeyArgs extends KeySettingsArgs {
  /** Name of the key's alias, without `alias/`. */
  keyAlias: pulumi.Input<string>;
  /** What the key is for. Defaults to a sentence with its alias, by which a run that was killed finds it again. */
  description?: pulumi.Input<string>;
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
  /** Name of the key's alias, with `alias/`. */
  public readonly aliasName: pulumi.Output<string>;

  constructor(name: string, args: PodSecretKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    const checked = checkedArguments("PodSecretKey", name, args, opts, podSecretKeyProblems);
    const telling = tellingLosses("PodSecretKey", name, opts, podSecretKeyLosses);
    const lost = "with every value that it encrypts";
    const place = staying("PodSecretKey", name, telling, "key", lost);
    super(
      "eks-pod-secrets:index:PodSecretKey",
      name,
      { ...checked, ...place.inputs },
      place.options,
    );
    place.of(this);

    const { keyAlias } = checked;
    const key = new Key(
      `${name}-key`,
      {
        description:
          checked.description ??
          pulumi.interpolate`Encrypts secrets that pods read (alias/${keyAlias})`,
        deletionWindowInDays: checked.deletionWindowInDays ?? DEFAULT_DELETION_DAYS,
        enableKeyRotation: true,
        tags: checked.tags,
      },
      { parent: this },
    );

    const alias = new Alias(
      `${name}-alias`,
      { name: pulumi.interpolate`alias/${keyAlias}`, targetKeyId: key.keyId },
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

/** Problems with the arguments. */
export function podSecretKeyProblems({
  deletionWindowInDays,
  keyAlias,
}: Known<PodSecretKeyArgs>): Problem[] {
  return [
    ...textProblems(["keyAlias"], keyAlias, rules.keyAlias),
    ...numberProblems(["deletionWindowInDays"], deletionWindowInDays, rules.deletionWindow),
  ];
}
