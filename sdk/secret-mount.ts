import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";
import { checkedArguments, computed } from "./argument-checks/check-arguments";
import { warnOfAmbientCluster } from "./argument-checks/provider-place";
import { secretMountLosses } from "./argument-checks/update-warnings/of-mounts";
import { tellingLosses } from "./argument-checks/update-warnings/tell-losses";
import { isKnown, type Known, warn } from "./argument-checks/whole";
import type {
  MountedObjectArgs,
  SyncedSecretArgs,
  VolumeArgs,
} from "./argument-types/mounted-object-args";
import { shortHash } from "./grant/landing-zone/names";
import {
  type CsiVolume,
  type CsiVolumeMount,
  csiVolume,
  csiVolumeMount,
} from "./manifest/csi-volume";
import {
  type SecretProviderClassSpec,
  secretProviderClass,
  secretProviderClassProblems,
} from "./manifest/secret-provider-class";
import * as rules from "./rules";
import type { Problem } from "./rules/problem";
import { textProblems } from "./rules/rule";

export interface SecretMountArgs extends VolumeArgs {
  /** Kubernetes namespace; the pods' own. */
  namespace: pulumi.Input<string>;
  /** Region of the objects. */
  region: pulumi.Input<string>;
  /** Region to read in when the first does not answer. Both must be granted. Defaults to none. */
  failoverRegion?: pulumi.Input<string>;
  /** Whether pods read by EKS Pod Identity, and not by IAM roles for service accounts. Defaults to true. */
  usePodIdentity?: pulumi.Input<boolean>;
  /** Secrets and parameters to mount. */
  objects: pulumi.Input<pulumi.Input<MountedObjectArgs>[]>;
}

/** A SecretProviderClass, and the read-only volume through which a pod reads the objects as files under its own identity. */
export class SecretMount extends pulumi.ComponentResource {
  /** Name of the SecretProviderClass. */
  public readonly secretProviderClass: pulumi.Output<string>;
  /** The volume for the pod's specification. */
  public readonly volume: pulumi.Output<CsiVolume>;
  /** Another text whenever other files are mounted; as an annotation of the pods' template it has them replaced then. */
  public readonly contents: pulumi.Output<string>;
  /** The mount for the container's specification. */
  public readonly volumeMount: pulumi.Output<CsiVolumeMount>;

  constructor(name: string, args: SecretMountArgs, opts?: pulumi.ComponentResourceOptions) {
    const checked = checkedArguments("SecretMount", name, args, opts, (early) =>
      secretMountProblems(name, early),
    );
    const options = tellingLosses("SecretMount", name, opts, secretMountLosses);
    super("eks-pod-secrets:index:SecretMount", name, checked, options);

    warnOfAmbientCluster(this, "the SecretProviderClass");
    warnOfCopies(checked, this);

    const className = checked.secretProviderClass ?? name;
    const { spec } = computed(this, name, { ...checked, name: className }, secretProviderClass);
    const providerClass = new CustomResource(
      `${name}-provider-class`,
      {
        apiVersion: "secrets-store.csi.x-k8s.io/v1",
        kind: "SecretProviderClass",
        // Depends only on the two names. With the secrets' ARNs it would be replaced whenever a secret is.
        metadata: { name: className, namespace: checked.namespace },
        spec,
      },
      { parent: this },
    );

    this.contents = spec.apply((mounted) => shortHash(JSON.stringify(mounted)));
    const volumeName = checked.volumeName ?? "secrets";
    this.secretProviderClass = providerClass.metadata.apply((metadata) => metadata.name ?? "");
    this.volume = computed(
      this,
      name,
      { volumeName, className: this.secretProviderClass },
      (known) => csiVolume(known.volumeName, known.className),
    );
    this.volumeMount = computed(
      this,
      name,
      { volumeName, mountPath: checked.mountPath ?? "/mnt/secrets" },
      (known) => csiVolumeMount(known.volumeName, known.mountPath),
    );

    this.registerOutputs({
      secretProviderClass: this.secretProviderClass,
      volume: this.volume,
      volumeMount: this.volumeMount,
      contents: this.contents,
    });
  }
}

/**
 * Warns of Kubernetes Secrets: IAM decides who reads the mount but not who reads the copy, which is in etcd, open to everyone who
 * may read Secrets there.
 */
function warnOfCopies({ namespace, secretObjects }: SecretMountArgs, mount: SecretMount): void {
  pulumi.all([namespace, secretObjects]).apply(([name, copies]) => {
    if (!copies?.length) return;
    const message = `secretObjects copies the values into Kubernetes Secrets, which everyone who may read Secrets of namespace ${name} reads`;
    warn(mount, message);
  });
}

/** Problems with the arguments. The SecretProviderClass has the component's name unless they give another. */
export function secretMountProblems(name: string, args: Known<SecretMountArgs>): Problem[] {
  const className = "secretProviderClass" in args ? args.secretProviderClass : name;
  const spec = { ...args, ...checkableParts(args) } as Partial<SecretProviderClassSpec>;
  return [
    ...textProblems(["secretProviderClass"], className, rules.subdomain),
    ...secretProviderClassProblems(spec),
    ...textProblems(["volumeName"], args.volumeName, rules.label),
    ...textProblems(["mountPath"], args.mountPath, rules.mountPath),
  ];
}

interface MountArgs {
  failoverRegion?: string;
  pathTranslation?: string;
  objects: MountedObjectArgs[];
  secretObjects?: SyncedSecretArgs[];
}

/**
 * The part of a mount that can be checked although some values are not known yet. In an object, only the name may be unknown: all
 * other parts decide on file names, or on what else the object must have.
 */
function checkableParts(args: Known<MountArgs>): Pick<typeof args, "objects" | "secretObjects"> {
  const settings = ["failoverRegion", "pathTranslation"] as const;
  const areUnknown = settings.some((one) => one in args && args[one] === undefined);
  return {
    objects: areUnknown
      ? undefined
      : args.objects?.map((object) =>
          object && isKnown({ ...object, objectName: "" }) ? object : {},
        ),
    secretObjects: args.secretObjects?.map((secret) => (isKnown(secret) ? secret : {})),
  };
}
