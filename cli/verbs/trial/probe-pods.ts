import type { AccountAccess } from "../../aws/account-access";
import { withinCluster } from "../../clusters/found-in-cluster";
import {
  type AskedCluster,
  type ClusterAnswer,
  type ClusterCall,
  callsOf,
} from "../../clusters/kubernetes-objects";
import { UserError } from "../../terminal/errors";
import { PROBE_IMAGE } from "./scenario";

/** Audience of the tokens that EKS Pod Identity takes. */
const AUDIENCE = "pods.eks.amazonaws.com";

type Call = (call: ClusterCall) => Promise<ClusterAnswer>;

/** A service account of a cluster. */
export interface PodAccount {
  namespace: string;
  serviceAccount: string;
}

/** The token that the kubelet mounts into a pod of a service account; a pod is made where the account has none. */
export function podToken(
  cluster: AskedCluster,
  access: AccountAccess,
  account: PodAccount,
  audience = AUDIENCE,
): Promise<string> {
  return inCluster(cluster, access, async (call) => {
    const { namespace, serviceAccount } = account;
    const pod = (await podOf(call, account)) ?? (await makePod(call, account));
    const boundObjectRef = { kind: "Pod", apiVersion: "v1", ...pod };
    const { status } = await created(call, {
      path: `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`,
      body: {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenRequest",
        spec: { audiences: [audience], boundObjectRef },
      },
    });
    return status.token;
  });
}

/** Deletes the pods of a service account; its Deployment makes others. */
export function deletePods(
  cluster: AskedCluster,
  access: AccountAccess,
  account: PodAccount,
): Promise<void> {
  return inCluster(cluster, access, async (call) => {
    const pod = await podOf(call, account);
    if (!pod) return;
    const path = `/api/v1/namespaces/${account.namespace}/pods/${pod.name}`;
    const answer = await call({ method: "DELETE", path });
    if (answer.status >= 300 && answer.status !== 404) {
      throw refused({ method: "DELETE", path }, answer);
    }
  });
}

/** The trial's namespaces in a cluster: those whose names begin so. */
export function namespacesNamed(
  cluster: AskedCluster,
  access: AccountAccess,
  begins: string,
): Promise<string[]> {
  return inCluster(cluster, access, async (call) => {
    const { items } = await read(call, "/api/v1/namespaces");
    const names: string[] = items.map(
      ({ metadata }: { metadata: { name: string } }) => metadata.name,
    );
    return names.filter((name) => name === begins || name.startsWith(`${begins}-`));
  });
}

/** Deletes a namespace with everything in it. */
export function deleteNamespace(
  cluster: AskedCluster,
  access: AccountAccess,
  name: string,
): Promise<void> {
  return inCluster(cluster, access, async (call) => {
    const request = { method: "DELETE", path: `/api/v1/namespaces/${name}` } as const;
    const answer = await call(request);
    if (answer.status >= 300 && answer.status !== 404 && answer.status !== 409) {
      throw refused(request, answer);
    }
  });
}

async function inCluster<Answer>(
  cluster: AskedCluster,
  access: AccountAccess,
  work: (call: Call) => Promise<Answer>,
): Promise<Answer> {
  const done = await withinCluster(cluster, access, async (_, described) => ({
    answer: await work(await callsOf(cluster, described, access)),
  }));
  if (done) return done.answer;
  throw new UserError(`cluster ${cluster.name} is not there, or not active`);
}

interface PodReference {
  name: string;
  uid: string;
}

async function podOf(
  call: Call,
  { namespace, serviceAccount }: PodAccount,
): Promise<PodReference | undefined> {
  const answer = await call({ method: "GET", path: `/api/v1/namespaces/${namespace}/pods` });
  if (answer.status === 404) return undefined;
  const { items = [] } = JSON.parse(answer.body) as { items?: Pod[] };
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
  call: Call,
  { namespace, serviceAccount }: PodAccount,
): Promise<PodReference> {
  await created(call, { path: "/api/v1/namespaces", body: object("Namespace", namespace) });
  const within = `/api/v1/namespaces/${namespace}`;
  const account = object("ServiceAccount", serviceAccount);
  await created(call, { path: `${within}/serviceaccounts`, body: account });
  const spec = {
    serviceAccountName: serviceAccount,
    containers: [{ name: "probe", image: PROBE_IMAGE }],
  };
  const pod = { ...object("Pod", `probe-${serviceAccount}`), spec };
  const { metadata } = await created(call, { path: `${within}/pods`, body: pod });
  return { name: metadata.name, uid: metadata.uid };
}

function object(kind: string, name: string) {
  return { apiVersion: "v1", kind, metadata: { name } };
}

/** Creates an object; one that is there already is as good. */
async function created(call: Call, { body, path }: { path: string; body: object }) {
  const request = { method: "POST", path, body } as const;
  const answer = await call(request);
  if (answer.status < 300 || answer.status === 409) return JSON.parse(answer.body);
  throw refused(request, answer);
}

async function read(call: Call, path: string) {
  const request = { method: "GET", path } as const;
  const answer = await call(request);
  if (answer.status === 200) return JSON.parse(answer.body);
  throw refused(request, answer);
}

function refused({ method, path }: ClusterCall, { body, status }: ClusterAnswer): UserError {
  return new UserError(
    `the Kubernetes API refused ${method} ${path}: ${status}, ${body.slice(0, 200)}`,
  );
}
