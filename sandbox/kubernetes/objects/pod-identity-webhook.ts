import { type AssociationRecord, type ClusterRef, childKey } from "../../clusters/records";
import type { Store } from "../../store/store";
import type { Container, KubernetesObject, PodSpec } from "../model/object";
import { POD_IDENTITY_AUDIENCE } from "../tokens/service-account-token";

const VOLUME = "eks-pod-identity-token";
const DIRECTORY = "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount";
const SKIP_LABEL = "eks.amazonaws.com/skip-pod-identity-webhook";

/**
 * A new pod with what the webhook of EKS adds to it where its service account has an association: the variables by which
 * AWS's SDKs find the agent, and the token for it. A pod that is there already gets nothing.
 */
export function withPodIdentity(
  store: Store,
  cluster: ClusterRef,
  pod: KubernetesObject,
): KubernetesObject {
  const spec = pod.spec as unknown as PodSpec;
  const { labels, namespace } = pod.metadata;
  const isAssociated = store
    .values<AssociationRecord>(childKey("eks-association", cluster))
    .some((one) => one.namespace === namespace && one.serviceAccount === spec.serviceAccountName);
  if (!isAssociated || labels?.[SKIP_LABEL] !== undefined) return pod;
  const token = { audience: POD_IDENTITY_AUDIENCE, expirationSeconds: 86_400, path: VOLUME };
  const projected = { sources: [{ serviceAccountToken: token }], defaultMode: 420 };
  return {
    ...pod,
    spec: {
      ...spec,
      containers: spec.containers.map((container) => withVariables(container, cluster.region)),
      volumes: [{ name: VOLUME, projected }, ...(spec.volumes ?? [])],
    },
  };
}

function withVariables(container: Container, region: string): Container {
  const { env = [], volumeMounts = [] } = container;
  const added = Object.entries({
    AWS_STS_REGIONAL_ENDPOINTS: "regional",
    AWS_DEFAULT_REGION: region,
    AWS_REGION: region,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials",
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: `${DIRECTORY}/${VOLUME}`,
  }).filter(([name]) => !env.some((one) => one.name === name));
  return {
    ...container,
    env: [...env, ...added.map(([name, value]) => ({ name, value }))],
    volumeMounts: [...volumeMounts, { name: VOLUME, mountPath: DIRECTORY, readOnly: true }],
  };
}
