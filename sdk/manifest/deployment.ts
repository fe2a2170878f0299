import * as rules from "../rules";
import { textProblems } from "../rules/text-rule";
import { numberProblems } from "../rules/whole-number";
import type { CsiVolume, CsiVolumeMount } from "./csi-volume";
import { refuse } from "./manifest-error";

export interface DeploymentSpec {
  /** Kubernetes namespace. */
  namespace: string;
  /** Name of the Deployment, of its container, and value of the label `app`. */
  name: string;
  /** Service account whose grants the pods have. */
  serviceAccount: string;
  /**
   * ARN of the role as which the pods read. Another one replaces them: what Pod Identity has given a pod it keeps for up to
   * six hours, even once the role is gone.
   */
  role: string;
  /** What tells the mounted files from others, as `SecretMount` does. Other files replace the pods: a volume is mounted once. */
  contents: string;
  /** Container image. */
  image: string;
  /** Command of the container. Defaults to the image's own. */
  command?: string[];
  /** Number of pods. Defaults to 1. */
  replicas?: number;
  volume: CsiVolume;
  volumeMount: CsiVolumeMount;
}

export interface DeploymentManifest {
  apiVersion: "apps/v1";
  kind: "Deployment";
  metadata: { name: string; namespace: string; labels: Record<string, string> };
  spec: {
    replicas: number;
    selector: { matchLabels: Record<string, string> };
    template: {
      metadata: { labels: Record<string, string>; annotations: Record<string, string> };
      spec: {
        serviceAccountName: string;
        containers: ContainerManifest[];
        volumes: CsiVolume[];
      };
    };
  };
}

export interface ContainerManifest {
  name: string;
  image: string;
  command?: string[];
  volumeMounts: CsiVolumeMount[];
}

/** A Deployment of one container that reads the mount. */
export function deployment(spec: DeploymentSpec): DeploymentManifest {
  const { command, contents, image, name, namespace, replicas = 1, role } = spec;
  const { volume, volumeMount } = spec;
  refuse([
    ...textProblems(["namespace"], namespace, rules.label),
    ...textProblems(["name"], name, rules.label),
    ...textProblems(["serviceAccount"], spec.serviceAccount, rules.subdomain),
    ...textProblems(["image"], image, rules.word),
    ...numberProblems(["replicas"], replicas, rules.podReplicas),
  ]);
  const labels = { app: name };
  const annotations = { "eks-pod-secrets/role": role, "eks-pod-secrets/contents": contents };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations },
        spec: {
          serviceAccountName: spec.serviceAccount,
          containers: [{ name, image, ...(command && { command }), volumeMounts: [volumeMount] }],
          volumes: [volume],
        },
      },
    },
  };
}
