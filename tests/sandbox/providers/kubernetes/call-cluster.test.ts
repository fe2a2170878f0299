import { equal, rejects } from "node:assert/strict";

import { callCluster } from "../../../../sandbox/providers/kubernetes/call-cluster";
import { certificateAuthorityIn, clusterAddress } from "../../cluster-request";
import { A, startSandbox } from "../../support";

describe("a call of the kubernetes provider", () => {
  it("reaches a cluster that its authority vouches for, and none that another does", async () => {
    const [sandbox, stranger] = [await startSandbox(), await startSandbox()];
    const { certificateAuthority, server } = clusterAddress(
      ...[sandbox.endpoint, sandbox.directory, A, "shop"],
    );
    const call = { method: "GET", headers: {} };
    const { status } = await callCluster(`${server}/api`, { ...call, certificateAuthority });
    equal(status, 401);
    const wrong = certificateAuthorityIn(stranger.directory);
    for (const other of [wrong, undefined]) {
      const trusting = { ...call, ...(other && { certificateAuthority: other }) };
      await rejects(callCluster(`${server}/healthz`, trusting), /certificate/);
    }
    await sandbox.stop();
    await stranger.stop();
  });
});
