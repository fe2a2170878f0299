import type * as pulumi from "@pulumi/pulumi";

import type { AddressType } from "../manifest/secret-provider-class";
import type { SyncedSecretArgs } from "./mounted-object-args";

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
