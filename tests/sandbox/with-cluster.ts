import { createCluster, type Kubernetes, kubernetes } from "./eks-support";
import { A, type Clients, type TestSandbox, withSandbox } from "./support";

/** A sandbox with one cluster, and its API as the cluster's administrator calls it. */
export type ClusterSuite = { sandbox: TestSandbox; k8s: Kubernetes } & Clients;

/** Starts them before the tests of one suite, as `withSandbox` does. */
export function withCluster({ each = false, nodes = false } = {}): ClusterSuite {
  const suite = withSandbox({ each });
  const { sandbox } = suite;
  let asked: { endpoint: string; k8s: Kubernetes } | undefined;
  const start = each ? beforeEach : before;
  start(() => createCluster(sandbox, A, { nodes }));
  const k8s: Kubernetes = async (...call) => {
    const { endpoint } = sandbox;
    if (asked?.endpoint !== endpoint) asked = { endpoint, k8s: await kubernetes(sandbox, A) };
    return asked.k8s(...call);
  };
  return { ...suite, k8s };
}
