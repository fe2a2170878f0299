import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { clustersFrom } from "../../cli/changes/clusters-from";
import type { Cluster, KubernetesUser } from "../../cli/changes/rbac/cluster";
import { decide } from "../../cli/changes/rbac/decide";
import type { Attempt } from "../../cli/changes/rbac/rule";
import { NAMESPACES, randomRbac } from "./rbac/random-rbac";
import { type ApiClient, untilTrue } from "./running/api-client";
import { BUILD_TIMEOUT, type Cluster as Running, startCluster } from "./running/start-cluster";

const ARN = "arn:aws:eks:us-east-1:111111111111:cluster/main";
const RBAC = "rbac.authorization.k8s.io/v1";
const KINDS = ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"];

/** The seed of the questions. Another seed asks others. */
const SEED = Number(process.env.RBAC_SEED ?? 1);
const QUESTIONS = 2000;

describe(`RBAC as Kubernetes's own API server decides it, seed ${SEED}`, () => {
  let running: Running;
  let client: ApiClient;
  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    running = await startCluster();
    ({ client } = running);
  });
  after(() => running?.stop());

  /** Reads the roles without rules that the server's controller has written into aggregating ClusterRoles. */
  const read = async (): Promise<Cluster> => {
    const lists = await Promise.all(KINDS.map((kind) => client.list({ apiVersion: RBAC, kind })));
    const items = lists.flat().map((one) => (one.aggregationRule ? { ...one, rules: [] } : one));
    const [cluster] = clustersFrom({ kind: "List", items }, ARN);
    if (!cluster) throw new Error("one cluster is given");
    return cluster;
  };

  it(`decides ${QUESTIONS} random questions alike`, async () => {
    const { objects, questions } = randomRbac(SEED, ARN, QUESTIONS);
    for (const name of NAMESPACES) {
      await client.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } }, OURS);
    }
    for (const object of objects) await client.apply(object, OURS);
    await client.apply(LAST, OURS);
    await untilTrue(async () => (await review(client, LAST_USER, LAST_ATTEMPT)).allowed);
    const cluster = await read();
    let allowed = 0;
    const differing = async (asked: typeof questions) => {
      const found = [];
      for (const { attempt, user } of asked) {
        const ours = decide(cluster, user, attempt);
        const theirs = await review(client, user, attempt);
        if (theirs.allowed) allowed++;
        if (ours.allowed !== theirs.allowed) found.push({ attempt, user, ours, theirs });
      }
      return found;
    };
    let left = await differing(questions);
    // The controller that writes aggregated rules may need a little longer.
    if (left.length > 0) await sleep(5000);
    left = await differing(left);
    deepStrictEqual(left, []);
    console.log(`      ${allowed} of them allowed`);
    strictEqual(allowed > QUESTIONS / 20 && allowed < QUESTIONS / 2, true, `${allowed}`);
  });

  for (const name of ["cluster-admin", "admin", "edit", "view"]) {
    it(`knows the rules of ${name} where nobody read them`, async () => {
      const apiGroup = "rbac.authorization.k8s.io";
      const binding = {
        ...{ apiVersion: RBAC, kind: "RoleBinding", metadata: { name, namespace: "default" } },
        roleRef: { apiGroup, kind: "ClusterRole", name },
        subjects: [{ apiGroup, kind: "User", name: `with-${name}` }],
      };
      await client.apply(binding, OURS);
      const [cluster] = clustersFrom({ kind: "List", items: [binding] }, ARN);
      const user = { cluster: ARN, username: `with-${name}`, groups: [] };
      const seen = { verb: "get", resource: "pods", namespace: "default" };
      await untilTrue(async () => (await review(client, user, seen)).allowed);
      for (const whole of RESOURCES) {
        const [, resource = "", group = ""] = /^([^.]+)\.?(.*)$/.exec(whole) ?? [];
        for (const verb of VERBS) {
          const attempt = { verb, group, resource, namespace: "default" };
          const theirs = await review(client, user, attempt);
          const ours = decide(cluster as Cluster, user, attempt);
          strictEqual(ours.allowed, theirs.allowed, `${verb} ${whole}`);
        }
      }
    });
  }
});

const OURS = { manager: "tests" };

/** Attempts in a namespace that have to do with secrets. */
const VERBS = ["get", "create", "patch", "delete", "impersonate", "bind", "escalate"];
const RESOURCES = [
  ...["pods", "pods/exec", "pods/attach", "pods/eviction", "pods/ephemeralcontainers", "pods/log"],
  ...["secrets", "configmaps", "serviceaccounts", "serviceaccounts/token", "services/proxy"],
  ...["deployments.apps", "daemonsets.apps", "jobs.batch", "cronjobs.batch"],
  ...["replicationcontrollers", "roles.rbac.authorization.k8s.io"],
  "rolebindings.rbac.authorization.k8s.io",
  "secretproviderclasses.secrets-store.csi.x-k8s.io",
];

/** Once the server applies this binding, it has seen everything before it. */
const LAST = {
  apiVersion: RBAC,
  kind: "ClusterRoleBinding",
  metadata: { name: "zz-last" },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
  subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "last" }],
};
const LAST_USER = { cluster: ARN, username: "last", groups: [] };
const LAST_ATTEMPT = { verb: "get", resource: "pods", namespace: "orders" };

async function review(
  client: ApiClient,
  { groups, username }: KubernetesUser,
  attempt: Attempt,
): Promise<{ allowed: boolean; reason?: string }> {
  const question = {
    ...{ apiVersion: "authorization.k8s.io/v1", kind: "SubjectAccessReview" },
    spec: { user: username, groups, ...attributes(attempt) },
  };
  return (await client.ask(question)).status;
}

function attributes(attempt: Attempt): object {
  if ("path" in attempt) return { nonResourceAttributes: attempt };
  const [resource, subresource] = attempt.resource.split("/");
  return { resourceAttributes: { ...attempt, resource, subresource } };
}
