import { strictEqual } from "node:assert";

import { callsOf, readerOf } from "../../../cli/clusters/kubernetes-objects";
import { CLUSTER, createCluster } from "../../sandbox/eks-support";
import { setEnvironment } from "../../sandbox/providers/support";
import { A, REGION, startSandbox } from "../../sandbox/support";

describe("a read of a cluster's object", () => {
  it("is made again where the API server fails or loses its answer", async () => {
    const calm = await startSandbox();
    await createCluster(calm, A, { nodes: false });
    const { cluster } = await calm.clients(A).eks.describeCluster({ name: CLUSTER });
    const weather = { name: "test", seed: 4, lag: 0, failing: 0.2, losing: 0.2 };
    const sandbox = await calm.restart(undefined, { weather });
    const restore = setEnvironment({ AWS_ENDPOINT_URL: sandbox.endpoint });
    try {
      const described = {
        ...cluster,
        endpoint: `${sandbox.endpoint.replace("http:", "https:")}/_kubernetes/${A}/${REGION}/${CLUSTER}`,
      };
      const access = {
        ...{ region: REGION, callerArn: "", requestHandler: {} as never },
        credentials: sandbox.administrator(A),
      };
      const named = { id: CLUSTER, name: CLUSTER, region: REGION };
      const read = readerOf(CLUSTER, await callsOf(named, described, access));
      for (let count = 0; count < 6; count++) {
        const text = await read("/api/v1/namespaces/default");
        strictEqual(JSON.parse(text ?? "{}").metadata.name, "default");
      }
      strictEqual(await read("/api/v1/namespaces/none"), undefined);
    } finally {
      restore();
      await sandbox.stop();
    }
  }).timeout(30_000);
});
