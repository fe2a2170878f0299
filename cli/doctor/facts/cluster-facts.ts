import type { Cluster, PodIdentityAssociation } from "@aws-sdk/client-eks";
import type { ResolvedGrant, ResolvedReader } from "eks-pod-secrets/grant";
import type { DaemonSet } from "../../clusters/found-in-cluster";
import type { KubernetesEvent, Pod } from "../../clusters/pod-events";
import type { MountStatus } from "../../clusters/pod-mounts";
import type { LiveEndpoint } from "../../documents/live/vpc-endpoints";
import type { Seen } from "../step";
import type { OidcProvider } from "./oidc-provider";
import type { Wanted } from "./read-version";

/** What a reader's cluster, EKS, and the owners' versions tell about its way. */
export interface ClusterFacts {
  /** The reader with everything that the inventory grants it, because its SecretProviderClass contains all of that. */
  reader: ResolvedReader;
  /** The grants that are asked about. */
  asked: readonly ResolvedGrant[];
  /** Why no command may use the inventory's kubeconfig context for the cluster. */
  contextMismatch?: string;
  /** When it was read, in milliseconds. */
  now: number;
  /** EKS's description; undefined if the cluster does not exist or is not ready. */
  cluster: Seen<Cluster | undefined>;
  /** Undefined if it does not exist, as for everything that may be missing. */
  namespace: Seen<object | undefined>;
  serviceAccount: Seen<Named | undefined>;
  providerClass: Seen<ProviderClass | undefined>;
  /** From the reader's namespace, like the three members after it. */
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
  /** What IAM tells about the issuer of the cluster's tokens; absent if no reader needs it. */
  oidcProvider?: Seen<OidcProvider>;
  /** The owners' versions, in the order of the reader's grants. */
  wanted: Seen<Wanted>[];
}

/** A reader whose commands do not use a kubeconfig context that leads to another cluster: they would act there. */
export function withoutWrongContext(
  reader: ResolvedReader,
  contextMismatch: string | undefined,
): Pick<ClusterFacts, "contextMismatch" | "reader"> {
  if (contextMismatch === undefined) return { reader };
  const cluster = { ...reader.cluster, kubeconfigContext: undefined };
  return { reader: { ...reader, cluster }, contextMismatch };
}

/** An object of the API, with the members that all objects have. */
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

/** The properties of a Deployment that tell whether it has pods, and with which service account. */
export interface Deployment extends Named {
  spec?: { replicas?: number; template?: { spec?: { serviceAccountName?: string } } };
}

export interface CsiDriver {
  spec?: {
    requiresRepublish?: boolean;
    tokenRequests?: { audience: string; expirationSeconds?: number }[];
  };
}
