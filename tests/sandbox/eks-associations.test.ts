import { deepStrictEqual, equal, match, rejects } from "node:assert/strict";
import {
  adminTrust,
  assume,
  CLUSTER,
  clusterArn,
  createRole,
  kubernetes,
  POD_TRUST,
  roleArn,
  serviceTrust,
  withCluster,
} from "./eks-support";
import { A, B, pluck, REGION } from "./support";

describe("Pod Identity associations", () => {
  const { eks, sandbox } = withCluster();
  before(() => createRole(sandbox, A, "reader"));

  const associate = (members: object) =>
    eks.createPodIdentityAssociation({
      clusterName: CLUSTER,
      namespace: "default",
      serviceAccount: "api",
      roleArn: roleArn(A, "reader"),
      ...members,
    });

  it("join a service account and a role", async () => {
    const { association } = await associate({ serviceAccount: "first", tags: { team: "x" } });
    const id = association?.associationId ?? "";
    match(id, /^a-[a-z0-9]{17}$/);
    equal(
      association?.associationArn,
      `arn:aws:eks:${REGION}:${A}:podidentityassociation/${CLUSTER}/${id}`,
    );
    const names = { clusterName: CLUSTER, associationId: id };
    const described = await eks.describePodIdentityAssociation(names);
    deepStrictEqual(described.association, association);
    const { associations } = await eks.listPodIdentityAssociations({
      clusterName: CLUSTER,
      serviceAccount: "first",
    });
    deepStrictEqual(pluck(associations, "associationId"), [id]);
    await eks.deletePodIdentityAssociation(names);
    await rejects(eks.describePodIdentityAssociation(names), { name: "ResourceNotFoundException" });
  });

  it("answer an external id for a target role without session tags", async () => {
    const { association } = await associate({
      serviceAccount: "chained",
      targetRoleArn: roleArn(B, "target"),
      disableSessionTags: true,
    });
    equal(association?.externalId, `${REGION}/${A}/${CLUSTER}/default/chained`);
    const update = await eks.updatePodIdentityAssociation({
      clusterName: CLUSTER,
      associationId: association?.associationId ?? "",
      disableSessionTags: false,
    });
    equal(update.association?.externalId, undefined);
  });

  it("rejects a second one for the same service account", async () => {
    await associate({ serviceAccount: "twice" });
    await rejects(associate({ serviceAccount: "twice" }), {
      name: "ResourceInUseException",
      message: /^Association already exists: a-/,
    });
  });

  it("rejects a role that is missing, of another account, or that EKS may not assume", async () => {
    await createRole(sandbox, A, "for-ec2", serviceTrust("ec2.amazonaws.com"));
    await createRole(sandbox, A, "untagged", serviceTrust("pods.eks.amazonaws.com"));
    await createRole(sandbox, B, "foreign", POD_TRUST);
    await rejects(associate({ roleArn: roleArn(A, "nobody") }), {
      name: "InvalidParameterException",
      message: /does not exist/,
    });
    await rejects(associate({ roleArn: roleArn(B, "foreign") }), {
      name: "AccessDeniedException",
      message: "Cross-account pass role is not allowed.",
    });
    for (const name of ["for-ec2", "untagged"]) {
      await rejects(associate({ roleArn: roleArn(A, name) }), {
        name: "InvalidParameterException",
        message: "Trust policy of the role provided is invalid",
      });
    }
    await associate({
      serviceAccount: "untagged",
      roleArn: roleArn(A, "untagged"),
      disableSessionTags: true,
    });
  });

  it("rejects a session policy while sessions are tagged, and one that is too long", async () => {
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    await rejects(associate({ policy }), {
      name: "InvalidParameterException",
      message: /requires session tags to be disabled/,
    });
    await rejects(associate({ policy: " ".repeat(2049), disableSessionTags: true }), {
      name: "InvalidParameterException",
      message: /2048/,
    });
  });

  it("rejects a caller who may not pass the role to this cluster", async () => {
    const passer = async (name: string, condition: object) => {
      await createRole(sandbox, A, name, adminTrust(A), [
        { Effect: "Allow", Action: "eks:*", Resource: "*" },
        {
          Effect: "Allow",
          Action: "iam:PassRole",
          Resource: roleArn(A, "reader"),
          Condition: { StringEquals: condition },
        },
      ]);
      const { eks: as } = sandbox.clients(await assume(sandbox, A, name));
      return as.createPodIdentityAssociation({
        clusterName: CLUSTER,
        namespace: "default",
        serviceAccount: name,
        roleArn: roleArn(A, "reader"),
      });
    };
    const service = { "iam:PassedToService": "pods.eks.amazonaws.com" };
    await passer("passes", { ...service, "iam:AssociatedResourceArn": clusterArn(A) });
    const other = { ...service, "iam:AssociatedResourceArn": clusterArn(A, "other") };
    await rejects(passer("other-cluster", other), { name: "AccessDeniedException" });
    await rejects(passer("to-ec2", { "iam:PassedToService": "ec2.amazonaws.com" }), {
      name: "AccessDeniedException",
      message: /iam:PassRole/,
    });
  });

  it("rejects names that Kubernetes would not take", async () => {
    for (const members of [
      { namespace: "Bad" },
      { namespace: "x".repeat(64) },
      { serviceAccount: "x".repeat(254) },
      { serviceAccount: "a\0b" },
    ]) {
      await rejects(associate(members), { name: "InvalidParameterException" });
    }
  });
});

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
    // EKS does not pass syncSecret on to the driver.
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
