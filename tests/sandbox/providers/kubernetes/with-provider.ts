import { kubernetesProvider } from "../../../../sandbox/providers/kubernetes/provider";
import {
  CLUSTER,
  type ClusterAddress,
  type ClusterSuite,
  clusterAddress,
  withCluster,
} from "../../eks-support";
import { A } from "../../support";
import { type Engine, serveForTest, setEnvironment } from "../support";
import { getToken, kubeconfig } from "./kubeconfig-text";

export type ProviderSuite = ClusterSuite & {
  /** The stand-in for the Kubernetes provider, configured for the cluster. */
  engine: Engine;
  /** Another one, with more configuration. */
  engineFor(more?: object): Promise<Engine>;
  server(): ClusterAddress;
  /** Puts an account's keys into the environment. Returns a function that restores it. */
  as(account: string): () => void;
};

/** A cluster of account A, whose keys are in the environment, and the Kubernetes provider for it, for the tests of one suite. */
export function withProvider({ nodes = true } = {}): ProviderSuite {
  const open: Engine[] = [];
  let restore = () => {};
  after(() => {
    for (const one of open) one.close();
    restore();
  });
  const suite = withCluster({ nodes });
  const { sandbox } = suite;
  const server = () => clusterAddress(sandbox.endpoint, sandbox.directory, A, CLUSTER);
  const as = (account: string) => {
    const { accessKeyId, secretAccessKey } = sandbox.administrator(account);
    return setEnvironment({
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: undefined,
      PULUMI_K8S_ENABLE_PATCH_FORCE: undefined,
    });
  };
  const engineFor = async (more: object = {}) => {
    const made = await serveForTest(kubernetesProvider("0.0.0"));
    open.push(made);
    await made.configure({ kubeconfig: kubeconfig(server(), getToken), ...more });
    return made;
  };
  const engine = {} as Engine;
  before(async () => {
    restore = as(A);
    Object.assign(engine, await engineFor());
  });
  return { ...suite, engine, engineFor, server, as };
}
