import type { NodeCounts } from "../../rules/clusters";

export interface ClusterCreation {
  /** Kubernetes version, e.g. `1.34`. None means the newest that EKS offers. */
  version?: string;
  /** Subnets of control plane and nodes. None means those of the default VPC. */
  subnetIds?: string[];
  /** The managed node group. */
  nodes?: NodeSettings;
  /** Who reaches the Kubernetes API. None means everyone, from the internet. */
  endpoint?: EndpointSettings;
  /** Versions of add-ons, or `newest` at each deployment. None means the newest at first, and with another Kubernetes version. */
  addons?: { "kube-proxy"?: string; "vpc-cni"?: string };
}

export interface NodeSettings extends NodeCounts {
  /** EC2 instance types, all x86 or all Arm. None means `DEFAULT_INSTANCE_TYPES`. */
  instanceTypes?: string[];
}

export interface EndpointSettings {
  /** Reached from the internet. Defaults to true. */
  public?: boolean;
  /** Reached within the VPC. Defaults to false. */
  private?: boolean;
  /** IPv4 ranges that may reach it from the internet. None means all. */
  publicAccessCidrs?: string[];
}

/** How a Deployment's container runs. Names and meanings are those of Kubernetes's Container. */
export interface ContainerSettings {
  /** Each key that is left out has the value that Pod Security `restricted` admits. */
  securityContext?: SecurityContext;
  /** Amounts of CPU, memory and other resources, such as `{ cpu: "100m" }`. Defaults to none. */
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
  readinessProbe?: Probe;
  livenessProbe?: Probe;
  startupProbe?: Probe;
}

export interface SecurityContext {
  runAsUser?: number;
  runAsGroup?: number;
  runAsNonRoot?: boolean;
  allowPrivilegeEscalation?: boolean;
  readOnlyRootFilesystem?: boolean;
  capabilities?: { add?: string[]; drop?: string[] };
  seccompProfile?: { type: string; localhostProfile?: string };
}

/** One way of asking, and when. */
export interface Probe {
  exec?: { command: string[] };
  httpGet?: { port: number | string; path?: string; scheme?: string };
  tcpSocket?: { port: number | string };
  grpc?: { port: number; service?: string };
  initialDelaySeconds?: number;
  periodSeconds?: number;
  timeoutSeconds?: number;
  successThreshold?: number;
  failureThreshold?: number;
}
