import * as pulumi from "@pulumi/pulumi";
import { accountOf, parseArn } from "iam-proof/names";
import { assigned, checkedArguments } from "./argument-checks/check-arguments";
import { podSecretProblems } from "./argument-checks/pod-secret-problems";
import { roleProblems } from "./argument-checks/role-problems";
import { asOfWhole, type Known, known, speakForParts } from "./argument-checks/whole";
import type {
  KeySettingsArgs,
  ReaderArgs,
  ReaderIdentity,
  SecretSettingsArgs,
} from "./argument-types/pod-secret-args";
import { readerRoleName, roleArn } from "./grant/landing-zone/names";
import { PodSecret } from "./pod-secret";
import { PodSecretKey, podSecretKeyProblems } from "./pod-secret-key";
import { PodSecretKeyPolicy } from "./pod-secret-key-policy";
import { type Problem, within } from "./rules/problem";

export interface SharedSecretArgs extends SecretSettingsArgs, KeySettingsArgs {
  /** Name in Secrets Manager. */
  secretName: pulumi.Input<string>;
  /**
   * The pods of other accounts that read the secret. The entries may be outputs, the list not: where it is empty there is no resource
   * policy.
   */
  readers: pulumi.Input<SharedSecretReaderArgs>[];
  /** Name of the key's alias, without `alias/`. Defaults to the component's name. */
  keyAlias?: pulumi.Input<string>;
  /** IAM statements of your own in the key's policy, kept as they are; each needs a Sid of its own. Defaults to none. */
  // biome-ignore lint/suspicious/noExplicitAny: IAM's statement grammar has no schema in Pulumi's other languages
  extraKeyPolicyStatements?: pulumi.Input<any[]>;
  /** Tags of the secret and its key. In style `attributes` with readers, those that their sessions must equal. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A pod of another account, by its service account, with the role that it becomes. */
export interface SharedSecretReaderArgs extends ReaderArgs {
  /** Name of the pod's IAM role, which need not exist yet. Defaults to the name that PodReader derives. */
  roleName?: pulumi.Input<string>;
  /** Path of the pod's IAM role. Defaults to `/`. */
  rolePath?: pulumi.Input<string>;
  /** How the pod gets its role. With `irsa` and `both` the policies demand the role alone, and no tags. Defaults to `podIdentity`. */
  identity?: pulumi.Input<ReaderIdentity>;
}

/** Renames for problems with a reader: its role is not an argument, but derived from the reader. */
const ofReader = [/(readers\[\d+\])\.(?:reader|roleArn)\b/g, "$1"] as const;

const renames = {
  PodSecret: [ofReader],
  PodSecretKeyPolicy: [
    [/^secrets: /, "readers: "],
    [/secrets\[0\]\.encryptionContextArns\[0\]/, "secretArn"],
    [/secrets\[0\]\.readerRoleArns(\[\d+\])/, "readers$1"],
    [/\bextraPolicyStatements\b/g, "extraKeyPolicyStatements"],
  ],
} as const;

/**
 * The owner's side of a grant: a secret, without its value, and a key of its own, which exactly its readers in other accounts can
 * read and decrypt. The reader's side is SharedSecretMount. The keys of replicas are the program's own, and take a PodSecretKeyPolicy
 * each.
 */
export class SharedSecret extends pulumi.ComponentResource {
  /** Full ARN of the secret, known once its readers are let in. */
  public readonly secretArn: pulumi.Output<string>;
  /** ARN of the key, known once its readers may decrypt. */
  public readonly keyArn: pulumi.Output<string>;

  constructor(name: string, args: SharedSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    const checked = checkedArguments("SharedSecret", name, args, opts, (early, all) =>
      problemsOf(name, early, all),
    );
    super("eks-pod-secrets:index:SharedSecret", name, checked, opts);
    speakForParts(this, { name, renames });

    const { deletionWindowInDays, extraKeyPolicyStatements, keyAlias, ...others } = checked;
    const readers = others.readers.map((reader) => pulumi.output(reader).apply(podOf));
    const parent = { parent: this };
    const { organizationId, tags } = others;
    const key = new PodSecretKey(
      name,
      { keyAlias: keyAlias ?? name, deletionWindowInDays, tags },
      parent,
    );
    const keyArn = assigned(this, name, "keyArn", "aws:kms/key:Key", key.keyArn);
    const secret = new PodSecret(name, { ...others, keyArn, readers }, parent);
    const secretArn = assigned(
      this,
      name,
      "secretArn",
      "aws:secretsmanager/secret:Secret",
      secret.secretArn,
    );
    const readerRoleArns = readers.map((reader) => reader.roleArn);
    const policy = new PodSecretKeyPolicy(
      name,
      {
        keyArn,
        secrets: [{ encryptionContextArns: [secretArn], readerRoleArns }],
        organizationId,
        extraPolicyStatements: extraKeyPolicyStatements,
      },
      parent,
    );

    this.secretArn = secretArn;
    this.keyArn = policy.keyArn;

    this.registerOutputs({ secretArn: this.secretArn, keyArn: this.keyArn });
  }
}

function problemsOf(
  name: string,
  early: Known<SharedSecretArgs>,
  all: SharedSecretArgs,
): Problem[] {
  const { deletionWindowInDays, readers = [] } = early;
  const { keyAlias } = known({ keyAlias: all.keyAlias ?? name });
  return [
    ...readers.flatMap((reader, index) =>
      within(["readers", index], roleProblems({ ...reader }, undefined)),
    ),
    ...asOfWhole(
      podSecretProblems(
        // The key's ARN is not known yet.
        {
          ...early,
          keyArn: undefined,
          readers: readers.map((given) => {
            const { identity, ...reader } = given ?? {};
            return { reader, identity };
          }),
        },
        all,
      ),
      renames.PodSecret,
    ),
    ...podSecretKeyProblems({ keyAlias, deletionWindowInDays }),
  ];
}

/** The reader and its role, in the form that PodSecret takes. */
function podOf(given: pulumi.Unwrap<SharedSecretReaderArgs>) {
  const { clusterArn, identity, namespace, roleName, rolePath = "/", serviceAccount } = given;
  const reader = { clusterArn, namespace, serviceAccount };
  const { partition = "" } = parseArn(clusterArn) ?? {};
  const account = accountOf(clusterArn) ?? "";
  return {
    reader,
    identity,
    roleArn: roleArn(partition, account, rolePath, roleName ?? readerRoleName(reader)),
  };
}
