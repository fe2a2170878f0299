import type { Cluster, PodIdentityAssociation } from "@aws-sdk/client-eks";
import type { ResolvedGrant, ResolvedReader } from "eks-pod-secrets/grant";
import type { DaemonSet } from "../../clusters/found-in-cluster";
import type { KubernetesEvent, Pod } from "../../clusters/pod-events";
import type { MountStatus } from "../../clusters/pod-mounts";
import type { LiveEndpoint } from "../../documents/live/vpc-endpoints";
import type { Seen } from "../step";
import type { OidcProvider } from "./oidc-provider";
import type { Wanted } from "./read-version";

/** What the cluster of a reader, EKS, and the owners' versions say of its way. */
export interface ClusterFacts {
  /** With all that the inventory grants it, because its class has all of that. */
  reader: ResolvedReader;
  /** The grants that are asked about. */
  asked: readonly ResolvedGrant[];
  /** Why no command may use the context of the kubeconfig that the inventory names for the cluster. */
  contextMismatch?: string;
  /** When it was read, in milliseconds. */
  now: number;
  /** As EKS describes it; undefined where there is none that is ready. */
  cluster: Seen<Cluster | undefined>;
  /** Undefined where there is none, as of all that may be missing. */
  namespace: Seen<object | undefined>;
  serviceAccount: Seen<Named | undefined>;
  providerClass: Seen<ProviderClass | undefined>;
  /** Of the reader's namespace, as the three after it. */
  pods: Seen<Pod[]>;
  events: Seen<KubernetesEvent[]>;
  mountStatuses: Seen<MountStatus[]>;
  deployments: Seen<Deployment[]>;
  csiDriver: Seen<CsiDriver | undefined>;
  /** Names of the cluster's add-ons. */
  addons: Seen<string[]>;
  nodes: Seen<Named[]>;
  daemonSets: Seen<DaemonSet[]>;
  /** The pods of a DaemonSet that is not ready on every node, by its `namespace/name`. */
  daemonPods: ReadonlyMap<string, Seen<Pod[]>>;
  /** The VPC endpoints of its network. */
  endpoints: Seen<LiveEndpoint[]>;
  /** The association of the reader's pods. */
  association: Seen<PodIdentityAssociation | undefined>;
  /** What IAM says of the issuer of the cluster's tokens; absent where no reader needs it. */
  oidcProvider?: Seen<OidcProvider>;
  /** What the owners have, in the order of the reader's grants. */
  wanted: Seen<Wanted>[];
}

/** A reader for whose cluster no command names a context that leads elsewhere: such a command would act there. */
export function withoutWrongContext(
  reader: ResolvedReader,
  contextMismatch: string | undefined,
): Pick<ClusterFacts, "contextMismatch" | "reader"> {
  if (contextMismatch === undefined) return { reader };
  const cluster = { ...reader.cluster, kubeconfigContext: undefined };
  return { reader: { ...reader, cluster }, contextMismatch };
}

/** An object of the API, as far as steps look at what all have. */
export interface Named {
  metadata: {
    name: string;
    creationTimestamp?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
}

export interface ProviderClass extends Named {
  spec?: { provider?: string; parameters?: Record<string, unknown>; secretObjects?: unknown[] };
}

/** Of a Deployment, what tells whether it has pods, and under which service account. */
export interface Deployment extends Named {
  spec?: { replicas?: number; template?: { spec?: { serviceAccountName?: string } } };
}

export interface CsiDriver {
  spec?: {
    requiresRepublish?: boolean;
    tokenRequests?: { audience: string; expirationSeconds?: number }[];
  };
}
