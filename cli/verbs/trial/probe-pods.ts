import type { AccountAccess } from "../../aws/account-access";
import { withinCluster } from "../../clusters/found-in-cluster";
import {
  type AskedCluster,
  type ClusterCall,
  type ClusterCalls,
  deleteObject,
} from "../../clusters/kubernetes-objects";
import { UserError } from "../../terminal/errors";
import { PROBE_IMAGE } from "./scenario";

/** Audience of the tokens that EKS Pod Identity takes. */
const AUDIENCE = "pods.eks.amazonaws.com";

/** A service account of a cluster. */
export interface PodAccount {
  namespace: string;
  serviceAccount: string;
}

/** A cluster in which a trial has pods and namespaces. */
export class TrialCluster {
  constructor(
    private readonly cluster: AskedCluster,
    private readonly access: AccountAccess,
  ) {}

  /** The token that the kubelet mounts into a pod of a service account; a pod is made where the account has none. */
  podToken(account: PodAccount, audience = AUDIENCE): Promise<string> {
    return this.ask(async (call) => {
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
  deletePods(account: PodAccount): Promise<void> {
    return this.ask(async (call) => {
      const pod = await podOf(call, account);
      if (!pod) return;
      const path = `/api/v1/namespaces/${account.namespace}/pods/${pod.name}`;
      await answered(call, { method: "DELETE", path }, 404);
    });
  }

  /** The trial's namespaces: those whose names begin so. */
  namespacesNamed(begins: string): Promise<string[]> {
    return this.ask(async (call) => {
      const answer = await answered(call, { method: "GET", path: "/api/v1/namespaces" });
      const { items } = JSON.parse(answer) as { items: { metadata: { name: string } }[] };
      const names = items.map(({ metadata }) => metadata.name);
      return names.filter((name) => name === begins || name.startsWith(`${begins}-`));
    });
  }

  /** Deletes a namespace with everything in it. */
  deleteNamespace(name: string): Promise<void> {
    return this.ask((call) => deleteObject(this.cluster.id, call, `/api/v1/namespaces/${name}`));
  }

  private async ask<Answer>(work: (call: ClusterCalls) => Promise<Answer>): Promise<Answer> {
    const { access, cluster } = this;
    const done = await withinCluster(cluster, access, async (_, __, ___, call) => ({
      answer: await work(call),
    }));
    if (done) return done.answer;
    throw new UserError(`cluster ${cluster.name} is not there, or not active`);
  }
}

interface PodReference {
  name: string;
  uid: string;
}

async function podOf(
  call: ClusterCalls,
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
  call: ClusterCalls,
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
async function created(call: ClusterCalls, { body, path }: { path: string; body: object }) {
  return JSON.parse(await answered(call, { method: "POST", path, body }, 409));
}

/** The body of an answer of success, or of one of the statuses that are as good. */
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
