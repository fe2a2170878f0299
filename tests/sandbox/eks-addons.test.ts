import { deepStrictEqual, equal, rejects } from "node:assert/strict";

import { CLUSTER, kubernetes } from "./eks-support";
import { A } from "./support";
import { withCluster } from "./with-cluster";

describe("EKS add-ons", () => {
  const { eks, sandbox } = withCluster();

  const addon = "aws-secrets-store-csi-driver-provider";

  it("install their objects, with the token audiences that ASCP wants, and take them away", async () => {
    const names = { clusterName: CLUSTER, addonName: addon };
    await eks.createAddon({ ...names, addonVersion: "v3.1.1-eksbuild.1" });
    const k8s = await kubernetes(sandbox, A);
    const driver = "/apis/storage.k8s.io/v1/csidrivers/secrets-store.csi.k8s.io";
    deepStrictEqual((await k8s("GET", driver)).body.spec.tokenRequests, [
      { audience: "sts.amazonaws.com" },
      { audience: "pods.eks.amazonaws.com" },
    ]);
    await eks.updateAddon({
      ...names,
      configurationValues: JSON.stringify({
        "secrets-store-csi-driver": { enableSecretRotation: true, syncSecret: { enabled: true } },
      }),
    });
    equal((await k8s("GET", driver)).body.spec.requiresRepublish, true);
    const role = "/apis/rbac.authorization.k8s.io/v1/clusterroles/secretprovidersyncing-role";
    // EKS does not hand syncSecret to the driver.
    equal((await k8s("GET", role)).status, 404);
    await rejects(eks.createAddon(names), { name: "ResourceInUseException" });
    deepStrictEqual((await eks.listAddons({ clusterName: CLUSTER })).addons, [addon]);
    await eks.deleteAddon(names);
    equal((await k8s("GET", driver)).status, 404);
    await rejects(eks.describeAddon(names), { name: "ResourceNotFoundException" });
  });

  it("rejects objects of somebody else unless told to overwrite them", async () => {
    const k8s = await kubernetes(sandbox, A);
    await k8s("POST", "/apis/storage.k8s.io/v1/csidrivers", {
      metadata: { name: "secrets-store.csi.k8s.io" },
      spec: { tokenRequests: [] },
    });
    const create = { clusterName: CLUSTER, addonName: addon };
    const failed = (await eks.createAddon(create)).addon;
    equal(failed?.status, "CREATE_FAILED");
    equal(failed?.health?.issues?.[0]?.code, "ConfigurationConflict");
    await eks.updateAddon({ ...create, resolveConflicts: "OVERWRITE" });
    equal((await eks.describeAddon(create)).addon?.status, "ACTIVE");
    await eks.deleteAddon(create);
  });

  it("rejects unknown add-ons, malformed versions and configuration", async () => {
    for (const members of [
      { addonName: "nonsense" },
      { addonName: "__proto__" },
      { addonName: addon, addonVersion: "3.1.1" },
      { addonName: addon, configurationValues: "[" },
      { addonName: addon, configurationValues: "text" },
    ]) {
      await rejects(eks.createAddon({ clusterName: CLUSTER, ...members }), {
        name: "InvalidParameterException",
      });
    }
  });

  it("are listed with their versions, the default one first", async () => {
    const { addons } = await eks.describeAddonVersions({ addonName: addon });
    equal(addons?.[0]?.addonVersions?.[0]?.compatibilities?.[0]?.defaultVersion, true);
  });
});
