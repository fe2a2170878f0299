import { deepStrictEqual } from "node:assert/strict";

import { createCluster, type Kubernetes, kubernetes } from "./eks-support";
import { A, type Clients, startSandbox, type TestSandbox } from "./support";

/** A sandbox with one cluster, and its API as the cluster's administrator calls it. */
export interface ClusterSuite {
  sandbox: TestSandbox;
  eks: Clients["eks"];
  k8s: Kubernetes;
  restart(): Promise<void>;
}

/** Starts them before the tests of one suite. After these, nothing must have failed in the sandbox itself. */
export function withCluster({ nodes = false } = {}): ClusterSuite {
  const suite = {} as ClusterSuite;
  const use = async (sandbox: TestSandbox) => {
    suite.sandbox = sandbox;
    suite.eks = sandbox.clients(A).eks;
    suite.k8s = await kubernetes(sandbox, A);
  };
  suite.restart = async () => use(await suite.sandbox.restart());
  before(async () => {
    const sandbox = await startSandbox();
    await createCluster(sandbox, A, { nodes });
    await use(sandbox);
  });
  after(async () => {
    const { failures } = suite.sandbox;
    await suite.sandbox.stop();
    deepStrictEqual(failures, []);
  });
  return suite;
}
