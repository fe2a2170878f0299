import { deepStrictEqual, strictEqual } from "node:assert/strict";

import type { MadeResource } from "../../../../cli/stacks/interrupted-run/find-by-name";
import { findRelease } from "../../../../cli/stacks/interrupted-run/find-release";
import { recordSecret } from "../../../../sandbox/providers/kubernetes/release-record";

const RELEASE = {
  type: "kubernetes:helm.sh/v3:Release",
  provider: "urn:pulumi:shop.cluster::eks-pod-secrets::pulumi:providers:kubernetes::shop::1",
  inputs: {
    ...{ name: "csi-secrets-store", namespace: "kube-system" },
    ...{
      chart: "secrets-store-csi-driver",
      version: "1.6.0",
      values: { linux: { enabled: true } },
    },
  },
};

/** What a cluster holds of a release, made at noon. */
function held(change: object = {}) {
  const { chart, name, namespace, values, version } = RELEASE.inputs;
  const secret = recordSecret({
    ...{ chart, name, namespace, values, version },
    ...{ revision: 1, status: "deployed", objects: [], ...change },
  });
  const metadata = { ...secret.metadata, creationTimestamp: "2026-01-02T12:00:00Z" };
  return JSON.stringify({ ...secret, metadata });
}

const since = (time: string) => (found: MadeResource) => (found.created ?? 0) >= new Date(time);
const morning = since("2026-01-02T09:00:00Z");

describe("findRelease", () => {
  it("asks the release's cluster for Helm's record; the release must be made anew", async () => {
    const asked: string[][] = [];
    const read = async (...call: string[]) => {
      asked.push(call);
      return held({ status: "pending-install" });
    };
    deepStrictEqual(await findRelease(RELEASE, read, morning), {
      id: "kube-system/csi-secrets-store",
      isBroken: true,
    });
    deepStrictEqual(asked, [
      ["shop", "/api/v1/namespaces/kube-system/secrets/sh.helm.release.v1.csi-secrets-store.v1"],
    ]);
  });

  it("finds none where nothing was installed", async () => {
    strictEqual(await findRelease(RELEASE, async () => undefined, morning), undefined);
  });

  it("finds none in a Secret that is no record of Helm's", async () => {
    const read = async () => JSON.stringify({ metadata: {}, data: { password: "eA==" } });
    strictEqual(await findRelease(RELEASE, read, morning), undefined);
  });

  it("leaves alone what somebody else has installed under that name", async () => {
    for (const change of [
      { chart: "secrets-store-csi-driver-provider-aws" },
      { version: "1.5.0" },
      { values: {} },
    ]) {
      strictEqual(await findRelease(RELEASE, async () => held(change), morning), undefined);
    }
    const evening = since("2026-01-02T18:00:00Z");
    strictEqual(await findRelease(RELEASE, async () => held(), evening), undefined);
  });
});
