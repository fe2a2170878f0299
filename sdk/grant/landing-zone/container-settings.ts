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
