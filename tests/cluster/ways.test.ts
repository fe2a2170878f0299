import { match, ok, rejects, strictEqual } from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { waysToRead } from "iam-proof";
import { listedObjects } from "../../cli/access-answers/live-cluster";
import { clustersFrom } from "../../cli/changes/clusters-from";
import { EKS_KINDS, KUBERNETES_KINDS } from "../../cli/changes/kinds";
import { serviceAccountUser } from "../../cli/changes/rbac/cluster";
import { kubernetesActor } from "../../cli/changes/users";
import { withClusters } from "../../cli/changes/world";
import { CLUSTER, SECRET, worldOf } from "../cli/changes/planted/world";
import { kubectlDirectory } from "../clients/with-kubectl";
import { type ApiClient, type KubernetesObject, untilTrue } from "./running/api-client";
import { BUILD_TIMEOUT, type Cluster, startCluster } from "./running/start-cluster";
import { attackedObjects, attemptsWith, rightsOf } from "./ways/attacked-objects";
import { type Kubectl, REPLAYS, type Rights } from "./ways/replays";

const OURS = { manager: "tests" };

/** API versions of kinds outside the core group. */
const GROUPS: Record<string, string> = {
  DaemonSet: "apps/v1",
  MutatingWebhookConfiguration: "admissionregistration.k8s.io/v1",
  SecretProviderClass: "secrets-store.csi.x-k8s.io/v1",
};

describe("ways to read through Kubernetes, gone by kubectl on its own API server", () => {
  let cluster: Cluster;
  let client: ApiClient;
  let bin: string;
  const directory = mkdtempSync(join(tmpdir(), "eks-pod-secrets-ways-"));
  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    bin = await kubectlDirectory();
    cluster = await startCluster();
    ({ client } = cluster);
    for (const one of attackedObjects()) await client.apply(one, OURS);
  });
  after(async () => {
    await cluster?.stop();
    rmSync(directory, { recursive: true });
  });

  /** A user that has exactly these rights, by a token of a service account. */
  const userWith = async (name: string, rights: Rights): Promise<Kubectl> => {
    const metadata = { name, namespace: "attackers" };
    const account = { apiVersion: "v1", kind: "ServiceAccount", metadata };
    for (const one of [account, ...rightsOf(name, rights)]) await client.apply(one, OURS);
    // The server needs a moment to see the rights.
    for (const attempt of attemptsWith(rights)) {
      const { username: user } = serviceAccountUser(CLUSTER, metadata);
      const spec = { user, resourceAttributes: attempt };
      const review = { apiVersion: "authorization.k8s.io/v1", kind: "SubjectAccessReview", spec };
      await untilTrue(async () => (await client.ask(review)).status.allowed);
    }
    const question = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} };
    const { status } = await client.ask(question, { object: account, name: "token" });
    const config = JSON.parse(readFileSync(cluster.kubeconfig, "utf8"));
    config.users[0].user = { token: status.token };
    const file = join(directory, name);
    writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
    return async (args, object) => {
      const started = spawn(join(bin, "kubectl"), ["--kubeconfig", file, ...args]);
      started.stdin.end(object ? JSON.stringify(object) : "");
      const [stdout, stderr] = await Promise.all([text(started.stdout), text(started.stderr)]);
      if (started.exitCode === null) await once(started, "exit");
      if (started.exitCode !== 0) throw new Error(stderr);
      return stdout;
    };
  };

  const find = (kind: string, name: string, namespace?: string) =>
    client.find({
      apiVersion: GROUPS[kind] ?? "v1",
      kind,
      metadata: { name, ...(namespace && { namespace }) },
    } as KubernetesObject);
  const podAs = (namespace: string, serviceAccount: string, label: string) =>
    untilTrue(async () => {
      const pods = await client.list({ apiVersion: "v1", kind: "Pod" }, namespace);
      return pods.some(
        ({ metadata, spec }) =>
          (metadata as { labels?: Record<string, string> }).labels?.of === label &&
          spec.serviceAccountName === serviceAccount,
      );
    });

  /** The kinds of the steps by which the user comes to read. The command finds them in the API server's lists. */
  const stepsOf = async (name: string): Promise<string[]> => {
    const objects = await listedObjects(client.read);
    const clusters = clustersFrom({ clusters: [{ arn: CLUSTER, objects }] });
    const { documents } = worldOf({ title: "" });
    const user = serviceAccountUser(CLUSTER, { namespace: "attackers", name }, true);
    const { ways } = waysToRead(withClusters({ documents, compute: [] }, clusters), {
      kinds: [...EKS_KINDS, ...KUBERNETES_KINDS],
      secrets: [SECRET],
      starts: [kubernetesActor(user)],
    });
    return ways.flatMap(({ steps }) => steps.map(({ kind }) => kind.id));
  };

  for (const { go, kind, near, refused = /forbidden|Forbidden/, rights } of REPLAYS) {
    it(`${kind}: gone with the rights of the way alone`, async () => {
      const kubectl = await userWith(kind, rights);
      ok((await stepsOf(kind)).includes(kind));
      await go(kubectl, { find, podAs }, kind);
    });

    it(`${kind}: refused with rights that come near`, async () => {
      const name = `${kind}-near`;
      const kubectl = await userWith(name, near);
      strictEqual((await stepsOf(name)).join(), "");
      await rejects(go(kubectl, { find, podAs }, name), (error: Error) => {
        match(error.message, refused);
        return true;
      });
    });
  }
});
