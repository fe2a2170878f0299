import { label, subdomain } from "../rules/kubernetes";
import { mountPath as mountPathRule } from "../rules/mounts";
import { textProblems } from "../rules/rule";
import { refuse } from "./file-name";

/** A pod's volume that the Secrets Store CSI Driver fills. Read-only, as the driver demands. */
export interface CsiVolume {
  /** Name of the volume within the pod. */
  name: string;
  /** The driver and what it mounts. */
  csi: CsiVolumeSource;
}

/** The CSI driver that fills a volume, and what it mounts. */
export interface CsiVolumeSource {
  /** Name of the CSI driver. */
  driver: string;
  /** Always true. */
  readOnly: boolean;
  /** The SecretProviderClass that says what to mount. */
  volumeAttributes: Record<string, string>;
}

/** The mount of the volume in a container. */
export interface CsiVolumeMount {
  /** Name of the volume within the pod. */
  name: string;
  /** Directory within the container. A `subPath` would never see a rotated value, so none is offered. */
  mountPath: string;
  /** Always true. */
  readOnly: boolean;
}

/** The volume for a SecretProviderClass of the pod's own namespace. */
export function csiVolume(name: string, secretProviderClass: string): CsiVolume {
  refuse([
    ...textProblems(["volumeName"], name, label),
    ...textProblems(["secretProviderClass"], secretProviderClass, subdomain),
  ]);
  return {
    name,
    csi: {
      driver: "secrets-store.csi.k8s.io",
      readOnly: true,
      volumeAttributes: { secretProviderClass },
    },
  };
}

/** Mounts such a volume in a container. */
export function csiVolumeMount(name: string, mountPath: string): CsiVolumeMount {
  refuse([
    ...textProblems(["volumeName"], name, label),
    ...textProblems(["mountPath"], mountPath, mountPathRule),
  ]);
  return { name, mountPath, readOnly: true };
}
