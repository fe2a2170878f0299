import type * as pulumi from "@pulumi/pulumi";
import type { ObjectType } from "../manifest/mounted-object";
import type { AddressType } from "../manifest/secret-provider-class";

/** Which value of a secret or parameter is mounted, and as which files. */
export interface ObjectContentArgs {
  /** Version id of a secret, or version number of a parameter. Defaults to the current one. */
  objectVersion?: pulumi.Input<string>;
  /** Staging label of a secret, or label of a parameter. Defaults to `AWSCURRENT`. */
  objectVersionLabel?: pulumi.Input<string>;
  /** Keys of a JSON value, each a further file beside the whole value. Defaults to none. */
  jmesPath?: pulumi.Input<pulumi.Input<JmesPathEntryArgs>[]>;
  /** Mode of the file, four octal digits. Files belong to root, so 0400 suits root containers only. Defaults to 0644. */
  filePermission?: pulumi.Input<string>;
}

/** One secret or parameter that becomes a file of the mount. */
export interface MountedObjectArgs extends ObjectContentArgs {
  /** Name, or full ARN. Of another account's secret only the ARN is accepted. */
  objectName: pulumi.Input<string>;
  /** Service that holds the object. Required unless the name is an ARN. */
  objectType?: pulumi.Input<ObjectType>;
  /** File name. Required for an ARN and with a failover object. Defaults to the name, with underscores for slashes. */
  objectAlias?: pulumi.Input<string>;
  /** What to read in the failover region. Required there for an ARN. Defaults to the same name. */
  failoverObject?: pulumi.Input<FailoverObjectArgs>;
}

/** One key of a JSON value that becomes a file of its own. */
export interface JmesPathEntryArgs {
  /** JMESPath expression that yields a string. A key with a hyphen is quoted within the expression. */
  path: pulumi.Input<string>;
  /** File name. */
  objectAlias: pulumi.Input<string>;
  /** Mode of the file, four octal digits. Defaults to that of the whole value. */
  filePermission?: pulumi.Input<string>;
}

/** What is read in the failover region in place of the object. */
export interface FailoverObjectArgs {
  /** Name, or full ARN, in the failover region. */
  objectName: pulumi.Input<string>;
  /** Version id; must equal that of the object. Defaults to the current one. */
  objectVersion?: pulumi.Input<string>;
  /** Staging label. Defaults to that of the object. */
  objectVersionLabel?: pulumi.Input<string>;
}

/** A Kubernetes Secret that the driver copies from mounted files. Whoever may read Secrets of the namespace reads the copy. */
export interface SyncedSecretArgs {
  /** Name of the Kubernetes Secret. */
  secretName: pulumi.Input<string>;
  /** Type of the Kubernetes Secret. Defaults to `Opaque`. */
  type?: pulumi.Input<string>;
  /** Keys of the Kubernetes Secret. */
  data: pulumi.Input<pulumi.Input<SyncedSecretKeyArgs>[]>;
}

/** One key of a Kubernetes Secret, filled from a mounted file. */
export interface SyncedSecretKeyArgs {
  /** Key within the Kubernetes Secret. */
  key: pulumi.Input<string>;
  /** Name of the mounted file. */
  objectName: pulumi.Input<string>;
}

/** A SecretProviderClass, and the volume through which a pod reads what it mounts. */
export interface VolumeArgs {
  /** Name of the SecretProviderClass. Defaults to the component's name. */
  secretProviderClass?: pulumi.Input<string>;
  /** Replaces slashes in file names: one character, or `False` for none. Defaults to an underscore. */
  pathTranslation?: pulumi.Input<string>;
  /** IP version on which the Pod Identity agent is reached; set `ipv6` on IPv6 clusters. Defaults to `auto`. */
  preferredAddressType?: pulumi.Input<AddressType>;
  /** Kubernetes Secrets to copy from mounted files. Defaults to none. */
  secretObjects?: pulumi.Input<pulumi.Input<SyncedSecretArgs>[]>;
  /** Name of the volume within the pod. Defaults to `secrets`. */
  volumeName?: pulumi.Input<string>;
  /** Directory of the files within the container. Defaults to `/mnt/secrets`. */
  mountPath?: pulumi.Input<string>;
}
