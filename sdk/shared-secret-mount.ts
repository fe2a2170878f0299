import * as pulumi from "@pulumi/pulumi";

import { readerShape } from "./argument-checks/argument-shapes";
import { checkedArguments } from "./argument-checks/check-arguments";
import type { Known } from "./argument-checks/known";
import { onePartitionProblems } from "./argument-checks/one-partition";
import { inAccountOf } from "./argument-checks/provider-account";
import { crossAccountProblems, readableProblems } from "./argument-checks/readable-problems";
import { readerProblems } from "./argument-checks/reader-problems";
import { roleProblems } from "./argument-checks/role-problems";
import {
  flag,
  listOf,
  mappingOf,
  optional,
  plain,
  type Shape,
  text,
  texts,
} from "./argument-checks/shape";
import type { CsiVolume, CsiVolumeMount } from "./manifest/csi-volume";
import { PodReader } from "./pod-reader";
import { accountOf, regionOf } from "./rules/arn";
import { fileAlias } from "./rules/file-name";
import { mountPath as mountPathRule } from "./rules/mount-path";
import { type Problem, problemIf, within } from "./rules/problem";
import { textProblems } from "./rules/text-rule";
import { shown } from "./rules/wording";
import { SecretMount } from "./secret-mount";

export interface SharedSecretMountArgs {
  /** ARN of the EKS cluster. */
  clusterArn: pulumi.Input<string>;
  /** Kubernetes namespace. */
  namespace: pulumi.Input<string>;
  /** Kubernetes service account within the namespace. */
  serviceAccount: pulumi.Input<string>;
  /** Secrets that the pod reads, each as a file; all of one region. */
  secrets: pulumi.Input<pulumi.Input<SharedSecretFileArgs>[]>;
  /** Name of the pod's IAM role, as the owner names it. Defaults to the name that SharedSecret derives. */
  roleName?: pulumi.Input<string>;
  /** Path of the pod's IAM role, as the owner names it. Defaults to `/`. */
  rolePath?: pulumi.Input<string>;
  /** Whether the service account is created. Defaults to true. Takes no output, as it decides whether there is a resource. */
  createServiceAccount?: boolean;
  /** Directory of the files within the container. Defaults to `/mnt/secrets`. */
  mountPath?: pulumi.Input<string>;
  /** Tags of the role and the association. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A secret that becomes a file of the mount. */
export interface SharedSecretFileArgs {
  /** Full ARN of the secret. */
  arn: pulumi.Input<string>;
  /** ARN of the customer managed key that encrypts it. Defaults to the AWS managed key, which serves one account only. */
  keyArn?: pulumi.Input<string>;
  /** Name of the file. */
  objectAlias: pulumi.Input<string>;
}

const fileShape: Shape<SharedSecretFileArgs> = {
  arn: text,
  keyArn: optional(text),
  objectAlias: text,
};

const shape: Shape<SharedSecretMountArgs> = {
  ...readerShape,
  secrets: listOf(mappingOf(fileShape)),
  roleName: optional(text),
  rolePath: optional(text),
  createServiceAccount: plain(optional(flag)),
  mountPath: optional(text),
  tags: optional(texts),
};

/**
 * The reader's side of a grant: a service account, the role that only its pods can become, and the volume through which they read
 * the secrets as files. The owner's side is SharedSecret.
 */
export class SharedSecretMount extends pulumi.ComponentResource {
  /** ARN of the pod's IAM role. */
  public readonly roleArn: pulumi.Output<string>;
  /** The service account for the pod's specification, known once its pods can become the role. */
  public readonly serviceAccount: pulumi.Output<string>;
  /** The volume for the pod's specification. */
  public readonly volume: pulumi.Output<CsiVolume>;
  /** The mount for the container's specification. */
  public readonly volumeMount: pulumi.Output<CsiVolumeMount>;
  /** Another text whenever other files are mounted; as an annotation of the pods' template it has them replaced then. */
  public readonly contents: pulumi.Output<string>;

  constructor(name: string, args: SharedSecretMountArgs, opts?: pulumi.ComponentResourceOptions) {
    const checked = checkedArguments("SharedSecretMount", name, args, opts, shape, problemsOf);
    super("eks-pod-secrets:index:SharedSecretMount", name, checked, opts);

    const { mountPath, secrets, ...others } = checked;
    const given = { clusterArn: others.clusterArn, secrets };
    const { clusterArn, secrets: read } = inAccountOf(
      this,
      name,
      "clusterArn",
      given.clusterArn,
      given,
    );
    const files = read.apply(filesOf);
    const reader = new PodReader(
      name,
      { ...others, clusterArn, secrets: files.granted },
      { parent: this },
    );
    const mount = new SecretMount(
      name,
      { namespace: checked.namespace, region: files.region, objects: files.mounted, mountPath },
      { parent: this },
    );

    this.roleArn = reader.roleArn;
    this.serviceAccount = reader.serviceAccount;
    this.volume = mount.volume;
    this.volumeMount = mount.volumeMount;
    this.contents = mount.contents;

    this.registerOutputs({
      roleArn: this.roleArn,
      serviceAccount: this.serviceAccount,
      volume: this.volume,
      volumeMount: this.volumeMount,
      contents: this.contents,
    });
  }
}

function problemsOf(args: Known<SharedSecretMountArgs>): Problem[] {
  const account = accountOf(args.clusterArn);
  return [
    ...readerProblems(args),
    ...readableProblems({ secrets: args.secrets }),
    ...crossAccountProblems(account, { secrets: args.secrets }),
    ...roleProblems(args, account),
    ...filesProblems(args),
    ...textProblems(["mountPath"], args.mountPath, mountPathRule),
    ...onePartitionProblems({ clusterArn: args.clusterArn, secrets: args.secrets }),
  ];
}

/** A SecretProviderClass reads in one region, and names each file once. */
function filesProblems({ secrets }: Pick<Known<SharedSecretMountArgs>, "secrets">): Problem[] {
  if (secrets?.length === 0) return problemIf(["secrets"], "must have an entry");
  const region = regionOf(secrets?.[0]?.arn);
  const names = (secrets ?? []).map((secret) => secret?.objectAlias);
  return (secrets ?? []).flatMap(({ arn, objectAlias } = {}, index) => {
    const isElsewhere = arn !== undefined && region !== undefined && regionOf(arn) !== region;
    const isTaken = objectAlias !== undefined && names.indexOf(objectAlias) < index;
    return within(
      ["secrets", index],
      isElsewhere
        ? problemIf(["arn"], `must be of region ${region}, as the first is, got ${shown(arn)}`)
        : [],
      textProblems(["objectAlias"], objectAlias, fileAlias),
      isTaken
        ? problemIf(["objectAlias"], `must be a name of its own, got ${shown(objectAlias)}`)
        : [],
    );
  });
}

/** The secrets as PodReader and SecretMount take them. */
function filesOf(secrets: pulumi.Unwrap<SharedSecretFileArgs>[]) {
  return {
    granted: secrets.map(({ arn, keyArn }) => ({ arn, keyArn })),
    mounted: secrets.map(({ arn, objectAlias }) => ({ objectName: arn, objectAlias: objectAlias })),
    region: regionOf(secrets[0]?.arn) ?? "",
  };
}
