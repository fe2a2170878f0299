import { deepStrictEqual } from "node:assert/strict";

import { createCluster, type Kubernetes, kubernetes } from "../eks-support";
import { A, startSandbox, type TestSandbox } from "../support";

/** A sandbox with one cluster, and its API as the cluster's administrator calls it. */
export interface ClusterSuite {
  sandbox: TestSandbox;
  k8s: Kubernetes;
}

/** Starts them before the tests of one suite. After these, nothing must have failed in the sandbox itself. */
export function withCluster({ nodes = false } = {}): ClusterSuite {
  const suite = {} as ClusterSuite;
  before(async () => {
    suite.sandbox = await startSandbox();
    await createCluster(suite.sandbox, A, { nodes });
    suite.k8s = await kubernetes(suite.sandbox, A);
  });
  after(async () => {
    const { failures } = suite.sandbox;
    await suite.sandbox.stop();
    deepStrictEqual(failures, []);
  });
  return suite;
}
