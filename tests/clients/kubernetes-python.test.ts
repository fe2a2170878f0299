import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pythonEnvironment } from "../python-environment";
import { createPod } from "../sandbox/eks-auth-support";
import { CLUSTER, createCluster, kubernetes } from "../sandbox/eks-support";
import { A } from "../sandbox/support";
import { runIn, withAwsCli } from "./aws-cli";

const PROGRAM = `
import json
from kubernetes import client, config
config.load_kube_config()
core = client.CoreV1Api()
def names(**selectors):
    return [pod.metadata.name for pod in core.list_namespaced_pod("default", **selectors).items]
statuses = core.read_namespaced_pod("api", "default").status.container_statuses
print(json.dumps({
    "version": client.VersionApi().get_code().minor,
    "pods": names(),
    "selected": names(label_selector="app in (web)"),
    "restarts": [status.restart_count for status in statuses],
}))
`;

describe("Kubernetes's client for Python", () => {
  const cli = withAwsCli();
  let bin: string;
  before(async function () {
    this.timeout(5 * 60_000);
    bin = await pythonEnvironment(
      "kubernetes-python",
      join(__dirname, "kubernetes-requirements.txt"),
    );
    await createCluster(cli.sandbox, A);
    await createPod(await kubernetes(cli.sandbox, A), "api");
    await cli.run(A, "eks", "update-kubeconfig", "--name", CLUSTER);
  });

  it("lists pods, reads their containers' statuses, and the version", async () => {
    writeFileSync(join(cli.directory, "list.py"), PROGRAM);
    const environment = cli.environment(A);
    const python = join(bin, "python");
    const PATH = [bin, environment.PATH].join(delimiter);
    const result = await runIn(cli.directory, { ...environment, PATH }, python, ["list.py"]);
    strictEqual(result.exitCode, 0, result.stderr);
    deepStrictEqual(JSON.parse(result.stdout), {
      ...{ version: "34", pods: ["api"], selected: [], restarts: [0] },
    });
  });
});
