import type { AccountAccess } from "../../../aws/account-access";
import { withinCluster } from "../../../clusters/found-in-cluster";
import type { AskedCluster, ClusterCall, ClusterCalls } from "../../../clusters/kubernetes-objects";
import { UserError } from "../../../terminal/errors";
import { MADE_TAG } from "./names";

/** The audience of tokens for EKS Pod Identity. */
const AUDIENCE = "pods.eks.amazonaws.com";

/** A container that does nothing. */
const PROBE_IMAGE = "registry.k8s.io/pause:3.10";

/** Whose token it is. */
interface TokenRequest {
  cluster: AskedCluster;
  namespace: string;
  serviceAccount: string;
  audience?: string;
  /** Whether a missing pod, with its namespace and service account, is created. */
  mayMake: boolean;
}

/** The token that the kubelet mounts into a pod of a service account. */
export function podToken(access: AccountAccess, request: TokenRequest): Promise<string> {
  const { audience = AUDIENCE, cluster, mayMake, namespace, serviceAccount } = request;
  return withCluster(cluster, access, async (call) => {
    const pod = (await podOf(call, request)) ?? (mayMake && (await makePod(call, request)));
    if (!pod)
      throw new UserError(`no pod of service account ${namespace}/${serviceAccount} is there`);
    const { status } = await created(call, {
      path: `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`,
      body: {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenRequest",
        spec: {
          audiences: [audience],
          boundObjectRef: { kind: "Pod", apiVersion: "v1", ...pod },
        },
      },
    });
    return status.token;
  });
}

/** Works with the API of a cluster. A cluster that does not exist or is not active is a `UserError`. */
export async function withCluster<Answer>(
  cluster: AskedCluster,
  access: AccountAccess,
  work: (call: ClusterCalls) => Promise<Answer>,
): Promise<Answer> {
  const done = await withinCluster(cluster, access, async (_, __, ___, call) => ({
    answer: await work(call),
  }));
  if (done) return done.answer;
  throw new UserError(`cluster ${cluster.name} is not there, or not active`);
}

interface PodReference {
  name: string;
  uid: string;
}

async function podOf(
  call: ClusterCalls,
  { namespace, serviceAccount }: TokenRequest,
): Promise<PodReference | undefined> {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const answer = await answered(call, { method: "GET", path }, 404);
  const { items = [] } = JSON.parse(answer) as { items?: Pod[] };
  const pod = items.find(
    ({ metadata, spec }) =>
      spec.serviceAccountName === serviceAccount && metadata.deletionTimestamp === undefined,
  );
  return pod && { name: pod.metadata.name, uid: pod.metadata.uid };
}

interface Pod {
  metadata: { name: string; uid: string; deletionTimestamp?: string };
  spec: { serviceAccountName?: string };
}

async function makePod(
  call: ClusterCalls,
  { namespace, serviceAccount }: TokenRequest,
): Promise<PodReference> {
  await created(call, { path: "/api/v1/namespaces", body: object("Namespace", namespace) });
  const within = `/api/v1/namespaces/${namespace}`;
  const account = object("ServiceAccount", serviceAccount);
  await created(call, { path: `${within}/serviceaccounts`, body: account });
  const spec = {
    serviceAccountName: serviceAccount,
    containers: [{ name: "probe", image: PROBE_IMAGE }],
  };
  const pod = { ...object("Pod", `attempt-${serviceAccount}`), spec };
  const { metadata } = await created(call, { path: `${within}/pods`, body: pod });
  return { name: metadata.name, uid: metadata.uid };
}

function object(kind: string, name: string) {
  return { apiVersion: "v1", kind, metadata: { name, labels: { [MADE_TAG]: "true" } } };
}

/** Creates an object, unless it already exists. */
async function created(call: ClusterCalls, { body, path }: { path: string; body: object }) {
  return JSON.parse(await answered(call, { method: "POST", path, body }, 409));
}

/** The body of a successful answer, or of one with an equally good status. */
async function answered(
  call: ClusterCalls,
  request: ClusterCall,
  ...asGood: number[]
): Promise<string> {
  const { body, status } = await call(request);
  if (status < 300 || asGood.includes(status)) return body;
  throw new UserError(
    `the Kubernetes API refused ${request.method} ${request.path}: ${status}, ${body.slice(0, 200)}`,
  );
}
