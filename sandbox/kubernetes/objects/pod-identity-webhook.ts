import { type AssociationRecord, type ClusterRef, childKey } from "../../clusters/records";
import type { Store, StoreKey } from "../../store/store";
import type { Container, KubernetesObject, PodSpec } from "../model/object";
import { POD_IDENTITY_AUDIENCE, STS_AUDIENCE } from "../tokens/service-account-token";

const DOMAIN = "eks.amazonaws.com";
export const ROLE_ANNOTATION = `${DOMAIN}/role-arn`;
const SKIP_LABEL = `${DOMAIN}/skip-pod-identity-webhook`;
/** Seconds. */
const EXPIRATION = 86_400;
const LEAST_EXPIRATION = 3600;

/** What the webhook gives a pod: a token in a volume, and the variables by which AWS's SDKs find it. */
interface Injection {
  audience: string;
  volume: string;
  directory: string;
  /** The token's file name in the directory. */
  file: string;
  /** A container that has one of them gets none. */
  variables: Record<string, string>;
}

/**
 * A new pod with what EKS's webhook adds for an association of its service account, or else for the annotation that names a role.
 * Existing pods get nothing (amazon-eks-pod-identity-webhook: pkg/handler/handler.go).
 */
export function withPodIdentity(
  store: Store,
  cluster: ClusterRef,
  pod: KubernetesObject,
  serviceAccount: KubernetesObject | undefined,
): KubernetesObject {
  if (pod.metadata.labels?.[SKIP_LABEL] !== undefined) return pod;
  const annotations = serviceAccount?.metadata.annotations ?? {};
  const injection = isAssociated(store, cluster, pod)
    ? forAssociation()
    : forAnnotation(annotations);
  if (!injection) return pod;
  const spec = pod.spec as unknown as PodSpec;
  const { audience, file: path, volume: name } = injection;
  const expirationSeconds =
    expiration(pod.metadata.annotations) ?? expiration(annotations) ?? EXPIRATION;
  const token = { audience, expirationSeconds, path };
  const volume = {
    name,
    projected: { sources: [{ serviceAccountToken: token }], defaultMode: 420 },
  };
  const { volumes = [] } = spec;
  const skipped = (pod.metadata.annotations?.[`${DOMAIN}/skip-containers`] ?? "").split(",");
  const common = commonVariables(cluster.region, annotations);
  const injected = (container: Container) =>
    skipped.includes(container.name) ? container : withToken(container, injection, common);
  return {
    ...pod,
    spec: {
      ...spec,
      containers: spec.containers.map(injected),
      ...(spec.initContainers && { initContainers: spec.initContainers.map(injected) }),
      volumes: volumes.some((one) => one.name === name) ? volumes : [volume, ...volumes],
    },
  };
}

function forAssociation(): Injection {
  const volume = "eks-pod-identity-token";
  const directory = "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount";
  return {
    ...{ audience: POD_IDENTITY_AUDIENCE, volume, directory, file: volume },
    variables: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials",
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: `${directory}/${volume}`,
    },
  };
}

function forAnnotation(annotations: Record<string, string>): Injection | undefined {
  const role = annotations[ROLE_ANNOTATION];
  if (!role) return undefined;
  const directory = "/var/run/secrets/eks.amazonaws.com/serviceaccount";
  return {
    audience: annotations[`${DOMAIN}/audience`] ?? STS_AUDIENCE,
    ...{ volume: "aws-iam-token", directory, file: "token" },
    variables: {
      AWS_ROLE_ARN: role,
      AWS_WEB_IDENTITY_TOKEN_FILE: `${directory}/token`,
    },
  };
}

/** Variables, each with the names that keep it out of a container that already has one of them. */
type Common = [names: string[], variables: Record<string, string>][];

function commonVariables(region: string, annotations: Record<string, string>): Common {
  const regional = "AWS_STS_REGIONAL_ENDPOINTS";
  const isGlobal = /^(0|f|F|false|FALSE|False)$/.test(
    annotations[`${DOMAIN}/sts-regional-endpoints`] ?? "",
  );
  const regions = { AWS_DEFAULT_REGION: region, AWS_REGION: region };
  return [
    [[regional], isGlobal ? {} : { [regional]: "regional" }],
    [Object.keys(regions), regions],
  ];
}

function withToken(container: Container, injection: Injection, common: Common): Container {
  const { env = [], volumeMounts = [] } = container;
  const { directory, variables, volume: name } = injection;
  const groups: Common = [...common, [Object.keys(variables), variables]];
  const added = groups
    .filter(([names]) => !env.some((one) => names.includes(one.name)))
    .flatMap(([, group]) => Object.entries(group));
  const mounted = volumeMounts.some((one) => one.name === name);
  return {
    ...container,
    env: [...env, ...added.map(([variable, value]) => ({ name: variable, value }))],
    volumeMounts: mounted
      ? volumeMounts
      : [...volumeMounts, { name, mountPath: directory, readOnly: true }],
  };
}

function expiration(annotations: Record<string, string> = {}): number | undefined {
  const text = annotations[`${DOMAIN}/token-expiration`] ?? "";
  return /^[+-]?\d+$/.test(text) ? Math.max(Number(text), LEAST_EXPIRATION) : undefined;
}

/** The key under which the webhook's view of the associations is kept while it is held. */
function staleKey({ account, region, name }: ClusterRef): StoreKey {
  return ["webhook-associations", account, region, name];
}

function isAssociated(store: Store, cluster: ClusterRef, { metadata, spec }: KubernetesObject) {
  const known =
    store.get<AssociationRecord[]>(staleKey(cluster)) ??
    store.values<AssociationRecord>(childKey("eks-association", cluster));
  return known.some(
    (one) =>
      one.namespace === metadata.namespace && one.serviceAccount === spec?.serviceAccountName,
  );
}

/**
 * Makes the webhook keep the associations that it knows now, as the real one does for some seconds, or see them as they are
 * again. A pod made in the meantime gets outdated values (amazon-eks-pod-identity-webhook#264).
 */
export function holdWebhook(store: Store, cluster: ClusterRef, isHeld: boolean): void {
  const known = store.values<AssociationRecord>(childKey("eks-association", cluster));
  store.transaction((writer) =>
    isHeld ? writer.put(staleKey(cluster), known) : writer.remove(staleKey(cluster)),
  );
}
