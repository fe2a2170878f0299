import * as pulumi from "@pulumi/pulumi";
import { regionOf } from "iam-proof/names";
import { checkedArguments } from "./argument-checks/check-arguments";
import { inAccountOf } from "./argument-checks/provider-place";
import { argumentsOf, membersOf } from "./argument-checks/shape";
import { asOfWhole, type Known, oncePerPlace, speakForParts } from "./argument-checks/whole";
import type { ObjectContentArgs, VolumeArgs } from "./argument-types/mounted-object-args";
import type { PodIdentityArgs, ReadableSecretArgs } from "./argument-types/pod-secret-args";
import type { CsiVolume, CsiVolumeMount } from "./manifest/csi-volume";
import { PodReader, podReaderProblems } from "./pod-reader";
import type { Problem } from "./rules/problem";
import { SecretMount, secretMountProblems } from "./secret-mount";

export interface SharedSecretMountArgs extends PodIdentityArgs, VolumeArgs {
  /** Secrets that the pod reads, each as a file; all of one region. */
  secrets: pulumi.Input<pulumi.Input<SharedSecretFileArgs>[]>;
}

/** A secret that becomes a file of the mount. */
export interface SharedSecretFileArgs extends ReadableSecretArgs, ObjectContentArgs {
  /** Name of the file. */
  objectAlias: pulumi.Input<string>;
}

const renames = {
  SecretMount: [
    [/\bobjects(\[\d+\])\.objectName\b/g, "secrets$1.arn"],
    [/\bobjects\b/g, "secrets"],
    [/\bone object$/, "one secret"],
    [/, where it is read,/, ", as the first is,"],
  ],
} as const;

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
    const checked = checkedArguments("SharedSecretMount", name, args, opts, (early) =>
      problemsOf(name, early),
    );
    super("eks-pod-secrets:index:SharedSecretMount", name, checked, opts);
    speakForParts(this, { name, renames });

    const { secrets } = checked;
    const pod = argumentsOf("PodReader", checked);
    const given = { clusterArn: pod.clusterArn, secrets };
    const owned = inAccountOf(this, name, "clusterArn", pod.clusterArn, given);
    const files = owned.secrets.apply(filesOf);
    const parent = { parent: this };
    const reader = new PodReader(
      name,
      { ...pod, clusterArn: owned.clusterArn, secrets: files.granted },
      parent,
    );
    const mount = new SecretMount(
      name,
      {
        ...argumentsOf("SecretMount", checked),
        usePodIdentity: readsByPodIdentity(checked),
        region: owned.secrets.apply(([first]) => regionOf(first?.arn) ?? ""),
        objects: files.mounted,
      },
      parent,
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

/** `false` for readers with `irsa`. Left out for all others, because true is the default. */
function readsByPodIdentity({ identity }: SharedSecretMountArgs): false | undefined {
  return identity === "irsa" ? false : undefined;
}

function problemsOf(name: string, args: Known<SharedSecretMountArgs>): Problem[] {
  const { secrets } = args;
  const files = secrets && filesOf(secrets.map((one) => one ?? {}));
  const region = regionOf(secrets?.[0]?.arn);
  const mount = { ...argumentsOf("SecretMount", args), region, objects: files?.mounted };
  return oncePerPlace([
    ...podReaderProblems({ ...argumentsOf("PodReader", args), secrets: files?.granted }),
    ...asOfWhole(secretMountProblems(name, mount), renames.SecretMount),
  ]);
}

/** The secrets as PodReader and SecretMount take them. */
function filesOf<F extends Known<SharedSecretFileArgs>>(secrets: readonly F[]) {
  return {
    granted: secrets.map((secret) => membersOf("ReadableSecret", secret)),
    mounted: secrets.map((secret) => ({
      ...membersOf("MountedObject", secret),
      objectName: secret.arn as F["arn"],
    })),
  };
}
