import { deepStrictEqual, match, rejects } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { changesPermissions } from "../../cli/access-answers/changes-permissions";
import { type ListRule, listedObjects } from "../../cli/access-answers/live-cluster";
import { clustersFrom } from "../../cli/changes/clusters-from";
import { serviceAccountUser } from "../../cli/changes/rbac/cluster";
import { type ClusterCalls, readerOf } from "../../cli/clusters/kubernetes-objects";
import { CLUSTER } from "../cli/changes/planted/world";
import { landingZone } from "../stacks/run-stack";
import {
  type ApiClient,
  apiClient,
  type KubernetesObject,
  Refusal,
  untilTrue,
} from "./running/api-client";
import { BUILD_TIMEOUT, type Cluster, startCluster } from "./running/start-cluster";
import { attackedObjects } from "./ways/attacked-objects";

const OURS = { manager: "tests" };
const RBAC = "rbac.authorization.k8s.io";
const READER = { namespace: "attackers", name: "reader" };

/** The rights that `permissions --for through-changes` prints. */
const [RIGHTS] = changesPermissions(
  landingZone(`
accounts: { a: { id: "111111111111", region: us-east-1 } }
clusters: { shop: { account: a, existing: true } }
`),
);
const ROLE = RIGHTS?.kubernetes?.clusterRole as KubernetesObject & { rules: ListRule[] };

/** Everything that the rules allow, one right at a time. */
const ALLOWED = ROLE.rules.flatMap(({ apiGroups, resourceNames: [name] = [], resources, verbs }) =>
  resources.flatMap((resource) =>
    verbs.map((verb) => ({ group: apiGroups[0] ?? "", resource, verb, ...(name && { name }) })),
  ),
);
type Right = (typeof ALLOWED)[number];

describe("the ClusterRole that permissions prints, on Kubernetes's own API server", () => {
  let cluster: Cluster;
  let admin: ApiClient;
  let reader: ApiClient;
  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    cluster = await startCluster();
    admin = cluster.client;
    const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: READER };
    const binding = {
      ...{ apiVersion: `${RBAC}/v1`, kind: "ClusterRoleBinding", metadata: { name: "reader" } },
      roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: ROLE.metadata.name },
      subjects: [{ kind: "ServiceAccount", ...READER }],
    };
    for (const one of [...attackedObjects(), ROLE, account, binding]) await admin.apply(one, OURS);
    const question = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} };
    const { status } = await admin.ask(question, { object: account, name: "token" });
    const [server] = JSON.parse(readFileSync(cluster.kubeconfig, "utf8")).clusters;
    const { "certificate-authority-data": data, server: endpoint } = server.cluster;
    const authority = Buffer.from(data, "base64").toString();
    reader = apiClient({ endpoint, authority, token: status.token });
    await untilAllowed(ALLOWED);
  });
  after(() => cluster?.stop());

  const isAllowed = async (resourceAttributes: object): Promise<boolean> => {
    const { username: user, groups } = serviceAccountUser(CLUSTER, READER);
    const spec = { user, groups, resourceAttributes };
    const review = { apiVersion: "authorization.k8s.io/v1", kind: "SubjectAccessReview", spec };
    return (await admin.ask(review)).status.allowed;
  };
  /** The server needs a moment to apply a changed role. */
  const untilAllowed = async (rights: readonly Right[], but?: Right) => {
    for (const one of rights) {
      await untilTrue(async () => (await isAllowed(one)) === (one !== but));
    }
  };

  /** Lists objects as the command does, with this client's rights. */
  const listedBy = async (client: ApiClient) => {
    const call: ClusterCalls = async ({ path }) => {
      try {
        const body = await client.read(path);
        return body === undefined ? { status: 404, body: "" } : { status: 200, body };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { status: error.status, body: JSON.stringify({ message: error.message }) };
      }
    };
    const objects = await listedObjects(readerOf("shop", call));
    return clustersFrom({ clusters: [{ arn: CLUSTER, objects }] });
  };

  it("reads all that an administrator reads", async () => {
    deepStrictEqual(await listedBy(reader), await listedBy(admin));
  });

  it("allows no more: no Secret, no other ConfigMap, and nothing that changes", async () => {
    for (const one of [
      { verb: "list", resource: "secrets" },
      { verb: "get", resource: "configmaps", name: "kube-root-ca.crt", namespace: "orders" },
      { verb: "create", resource: "pods", subresource: "exec" },
      ...ALLOWED.flatMap((right) =>
        ["create", "patch", "delete", "watch"].map((verb) => ({ ...right, verb })),
      ),
    ]) {
      deepStrictEqual({ ...one, allowed: await isAllowed(one) }, { ...one, allowed: false });
    }
  });

  for (const missing of ALLOWED) {
    it(`fails without ${missing.verb} ${missing.resource}, and names it`, async () => {
      const rules = ROLE.rules.map((rule) => ({
        ...rule,
        resources: rule.resources.filter(
          (one) => one !== missing.resource || rule.apiGroups[0] !== missing.group,
        ),
      }));
      await admin.apply({ ...ROLE, rules: rules.filter((one) => one.resources.length > 0) }, OURS);
      await untilAllowed([missing], missing);
      await rejects(listedBy(reader), ({ message }: Error) => {
        match(message, /^cannot ask the Kubernetes API of cluster shop: it answered 403, /);
        match(message, new RegExp(`cannot ${missing.verb} resource "${missing.resource}"`));
        return true;
      });
      await admin.apply(ROLE, OURS);
      await untilAllowed([missing]);
    });
  }
});
