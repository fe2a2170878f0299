import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";

import { PACE_VARIABLE } from "../../../sandbox/clusters/pace";
import { kubernetesProvider } from "../../../sandbox/providers/kubernetes/provider";
import type { Weather } from "../../../sandbox/weather/weather";
import { clusterAddress, clusterRequest } from "../cluster-request";
import { bearerToken, CLUSTER, createCluster, createRole } from "../eks-support";
import { getToken, kubeconfig } from "../providers/kubernetes/kubeconfig-text";
import { makeResource, serveForTest, setEnvironment } from "../providers/support";
import { A, type Credentials, credentialsOf, startSandbox, type TestSandbox } from "../support";

const CLEAR: Weather = { name: "clear", seed: 4, lag: 0, failing: 0, losing: 0 };
const PACE = 0.01;
const NAMESPACES = "/api/v1/namespaces";

/** A sandbox whose cluster was made in calm weather. */
async function under(weather: Weather, use: (sandbox: TestSandbox) => Promise<void>) {
  const calm = await startSandbox();
  await createCluster(calm, A, { nodes: false });
  const sandbox = await calm.restart(undefined, { weather, pace: PACE });
  try {
    await use(sandbox);
    deepStrictEqual(sandbox.failures, []);
  } finally {
    await sandbox.stop();
  }
}

const address = ({ directory, endpoint }: TestSandbox) =>
  clusterAddress(endpoint, directory, A, CLUSTER);

async function asked(
  sandbox: TestSandbox,
  credentials: Credentials = sandbox.administrator(A),
  path = NAMESPACES,
  options = {},
) {
  const token = await bearerToken(sandbox, credentials, CLUSTER);
  return clusterRequest(address(sandbox), path, { token, ...options });
}

/** The provider of the cluster, with a namespace that it is to make. */
async function makeNamespaces(sandbox: TestSandbox, names: string[]): Promise<string[]> {
  const { accessKeyId, secretAccessKey } = sandbox.administrator(A);
  const restore = setEnvironment({
    AWS_ENDPOINT_URL: sandbox.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    [PACE_VARIABLE]: String(PACE),
  });
  const engine = await serveForTest(kubernetesProvider("0.0.0"));
  try {
    await engine.configure({ kubeconfig: kubeconfig(address(sandbox), getToken) });
    const outcomes: string[] = [];
    for (const name of names) {
      const program = { metadata: { name } };
      await makeResource(engine, "kubernetes:core/v1:Namespace", program).then(
        ({ id }) => outcomes.push(id),
        (error: Error) => outcomes.push(error.message),
      );
    }
    return outcomes;
  } finally {
    engine.close();
    restore();
  }
}

describe("a cluster's API in bad weather", () => {
  it("fails, and says in half of the answers when to ask again", () =>
    under({ ...CLEAR, failing: 0.6 }, async (sandbox) => {
      const outcomes = new Set<string>();
      for (let count = 0; count < 40; count++) {
        const { headers, status, text } = await asked(sandbox);
        outcomes.add(`${status} ${JSON.parse(text).reason} ${headers["retry-after"]}`);
      }
      deepStrictEqual(
        outcomes,
        new Set(["200 undefined undefined", "500 ServerTimeout 1", "500 InternalError undefined"]),
      );
      // Whoever only asks whether it lives, and what it has, is answered.
      strictEqual((await asked(sandbox, undefined, "/livez")).status, 200);
      strictEqual((await asked(sandbox, undefined, "/api/v1")).status, 200);
    }));

  it("refuses what is too much, and says when to ask again", () =>
    under({ ...CLEAR, busy: 0.9995 }, async (sandbox) => {
      const statuses = new Set<string>();
      for (let count = 0; count < 20; count++) {
        const { headers, status } = await asked(sandbox);
        statuses.add(`${status} ${headers["retry-after"]}`);
      }
      deepStrictEqual(statuses, new Set(["200 undefined", "429 1"]));
    }));

  it("does what it was asked, and loses the answer", () =>
    under({ ...CLEAR, losing: 1 }, async (sandbox) => {
      const body = { metadata: { name: "shop" } };
      const create = asked(sandbox, undefined, NAMESPACES, { method: "POST", body });
      await rejects(create, { code: "ECONNRESET" });
      const made = sandbox.store.list(["kubernetes"]).filter(({ key }) => key.at(-1) === "shop");
      deepStrictEqual(made.length > 0, true);
    }));

  it("knows no session that has ended", () =>
    under({ ...CLEAR, sessions: 900 }, async (sandbox) => {
      const trust = { Effect: "Allow", Principal: { AWS: A }, Action: "sts:AssumeRole" };
      const policy = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
      await createRole(sandbox, A, "deploy", policy);
      const RoleArn = `arn:aws:iam::${A}:role/deploy`;
      const { eks } = sandbox.clients(A);
      const entry = { clusterName: CLUSTER, principalArn: RoleArn };
      await eks.createAccessEntry(entry);
      await eks.associateAccessPolicy({
        ...entry,
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        accessScope: { type: "cluster" },
      });
      const assume = { RoleArn, RoleSessionName: "deploy" };
      const { Credentials: made } = await sandbox.clients(A).sts.assumeRole(assume);
      const session = credentialsOf(made);
      strictEqual((await asked(sandbox, session)).status, 200);
      sandbox.advance(900_000 * PACE + 1000);
      strictEqual((await asked(sandbox, session)).status, 401);
    }));

  it("is asked again by the provider where it says so, and where an answer to a read is lost", () =>
    under({ ...CLEAR, failing: 0.1, losing: 0.1 }, async (sandbox) => {
      const names = Array.from({ length: 12 }, (_, index) => `team-${index}`);
      const outcomes = await makeNamespaces(sandbox, names);
      const failures = outcomes.filter((outcome) => !names.includes(outcome));
      // A write whose answer is lost, and a failure that does not ask for more, end a creation.
      for (const failure of failures)
        match(failure, /^Patch ".*": EOF|etcdserver: request timed out/);
      deepStrictEqual([failures.length > 0, failures.length < names.length / 2], [true, true]);
    }));
});
