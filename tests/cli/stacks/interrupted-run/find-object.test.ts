import { deepStrictEqual, strictEqual } from "node:assert/strict";

import type { MadeResource } from "../../../../cli/stacks/interrupted-run/find-by-name";
import { findObject } from "../../../../cli/stacks/interrupted-run/find-object";

const MANAGER = "pulumi-kubernetes-0a1b2c3d";
const PROVIDER = "urn:pulumi:shop.workloads::eks-pod-secrets::pulumi:providers:kubernetes::shop::1";

const resource = (type: string, metadata: object, inputs = {}) => ({
  ...{ urn: "urn:web", type, provider: PROVIDER },
  inputs: { metadata, __fieldManager: MANAGER, ...inputs },
});
const account = resource("kubernetes:core/v1:ServiceAccount", { name: "web", namespace: "shop" });

/** A cluster all of whose objects were written by one manager, and what it was asked for. */
function clusterOf(manager: string) {
  const asked: string[][] = [];
  const read = async (...call: string[]) => {
    asked.push(call);
    return JSON.stringify({ metadata: { managedFields: [{ manager: "kubectl" }, { manager }] } });
  };
  return { asked, read };
}

const never = () => false;

describe("findObject", () => {
  it("asks the resource's cluster for the object, by the path of its kind", async () => {
    const { asked, read } = clusterOf(MANAGER);
    const found: (string | undefined)[] = [];
    for (const one of [
      account,
      resource("kubernetes:core/v1:Namespace", { name: "shop" }),
      resource("kubernetes:apps/v1:Deployment", { name: "web", namespace: "shop" }),
      resource("kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass", {
        ...{ name: "web", namespace: "shop" },
      }),
    ]) {
      found.push(await findObject(one, read, never));
    }
    deepStrictEqual(found, ["shop/web", "shop", "shop/web", "shop/web"]);
    deepStrictEqual(asked, [
      ["shop", "/api/v1/namespaces/shop/serviceaccounts/web"],
      ["shop", "/api/v1/namespaces/shop"],
      ["shop", "/apis/apps/v1/namespaces/shop/deployments/web"],
      ["shop", "/apis/secrets-store.csi.x-k8s.io/v1/namespaces/shop/secretproviderclasses/web"],
    ]);
  });

  it("finds none that somebody else has written, and none that is not there", async () => {
    strictEqual(await findObject(account, clusterOf("helm").read, never), undefined);
    strictEqual(await findObject(account, async () => undefined, never), undefined);
  });

  it("finds one with nothing but a name, which has no writer, where it was made since", async () => {
    const creationTimestamp = "2026-01-02T03:04:05Z";
    const read = async () => JSON.stringify({ metadata: { creationTimestamp, managedFields: [] } });
    const since = (time: string) => (found: MadeResource) => (found.created ?? 0) >= new Date(time);
    const found = (time: string) => findObject(account, read, since(time));
    strictEqual(await found("2026-01-02T03:04:00Z"), "shop/web");
    strictEqual(await found("2026-01-02T03:05:00Z"), undefined);
  });

  it("finds none of which nobody can know who wrote it", async () => {
    const { asked, read } = clusterOf(MANAGER);
    const unnamed = { ...account, inputs: { metadata: account.inputs.metadata } };
    strictEqual(await findObject(unnamed, read, never), undefined);
    strictEqual(
      await findObject({ ...account, provider: "urn::other::1" }, read, never),
      undefined,
    );
    deepStrictEqual(asked, []);
  });
});
