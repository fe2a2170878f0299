import type { ContainerSettings, SecurityContext } from "../grant";
import * as rules from "../rules";
import { numberProblems, textProblems } from "../rules/rule";
import type { CsiVolume, CsiVolumeMount } from "./csi-volume";
import { refuse } from "./file-name";

export interface DeploymentSpec extends ContainerSettings {
  /** Kubernetes namespace. */
  namespace: string;
  /** Name of the Deployment, of its container, and value of the label `app`. */
  name: string;
  /** Service account of the pods, which has the grants. */
  serviceAccount: string;
  /**
   * ARN of the role that the pods read as, and how they get it. A change replaces the pods: credentials that Pod Identity gave a
   * pod are valid for up to six hours, even after the role is deleted.
   */
  role: string;
  /** Identifies the mounted files, as `SecretMount` does. Other files replace the pods: a volume is mounted only once. */
  contents: string;
  /** Container image. */
  image: string;
  /** Command of the container. Defaults to the image's own. */
  command?: string[];
  /** Number of pods. Defaults to 1. */
  replicas?: number;
  /** Whether the container gets a token of the Kubernetes API. Defaults to false: no mount needs one. */
  automountServiceAccountToken?: boolean;
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
        automountServiceAccountToken: boolean;
        containers: ContainerManifest[];
        volumes: CsiVolume[];
      };
    };
  };
}

export interface ContainerManifest extends ContainerSettings {
  name: string;
  image: string;
  command?: string[];
  securityContext: SecurityContext;
  volumeMounts: CsiVolumeMount[];
}

/**
 * What Pod Security `restricted` admits. The user id belongs to no particular image: every user can read the mounted files, and an
 * image that sets no user would run as root.
 */
const RESTRICTED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  runAsGroup: 65_532,
  runAsNonRoot: true,
  runAsUser: 65_532,
  seccompProfile: { type: "RuntimeDefault" },
} satisfies SecurityContext;

/** A Deployment of one container that reads the mount. */
export function deployment(spec: DeploymentSpec): DeploymentManifest {
  const { automountServiceAccountToken = false, command, contents, image, name } = spec;
  const { namespace, replicas = 1, role, volume, volumeMount } = spec;
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
          automountServiceAccountToken,
          containers: [
            {
              name,
              image,
              ...(command && { command }),
              ...containerSettings(spec),
              volumeMounts: [volumeMount],
            },
          ],
          volumes: [volume],
        },
      },
    },
  };
}

function containerSettings(spec: ContainerSettings) {
  const { livenessProbe, readinessProbe, resources, securityContext, startupProbe } = spec;
  const { capabilities, ...own } = securityContext ?? {};
  return {
    securityContext: {
      ...RESTRICTED,
      ...own,
      capabilities: { ...RESTRICTED.capabilities, ...capabilities },
    },
    ...(resources && { resources }),
    ...(readinessProbe && { readinessProbe }),
    ...(livenessProbe && { livenessProbe }),
    ...(startupProbe && { startupProbe }),
  };
}
