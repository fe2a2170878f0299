import { deepStrictEqual, equal, match, ok, rejects } from "node:assert";
import {
  AssociateAccessPolicyCommand,
  CreateAccessEntryCommand,
  CreateAddonCommand,
  CreateClusterCommand,
  CreateNodegroupCommand,
  CreatePodIdentityAssociationCommand,
  DeleteAddonCommand,
  DeleteClusterCommand,
  DeleteNodegroupCommand,
  DeletePodIdentityAssociationCommand,
  DescribeAccessEntryCommand,
  DescribeAddonCommand,
  DescribeAddonVersionsCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  DescribePodIdentityAssociationCommand,
  ListAccessEntriesCommand,
  ListAddonsCommand,
  ListAssociatedAccessPoliciesCommand,
  ListClustersCommand,
  ListNodegroupsCommand,
  ListPodIdentityAssociationsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAddonCommand,
  UpdateClusterVersionCommand,
  UpdateNodegroupConfigCommand,
  UpdatePodIdentityAssociationCommand,
} from "@aws-sdk/client-eks";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import fc from "fast-check";

import { defaultSubnets } from "../../sandbox/clusters/default-vpc";
import { clusterAddress } from "./cluster-request";
import {
  CLUSTER,
  clusterArn,
  createCluster,
  createRole,
  kubernetes,
  POD_TRUST,
  roleArn,
  serviceTrust,
  signedCall,
} from "./eks-support";
import { A, B, type Clients, REGION, startSandbox, type TestSandbox } from "./support";

describe("EKS", () => {
  let sandbox: TestSandbox;
  let eks: Clients["eks"];
  before(async () => {
    sandbox = await startSandbox();
    await createCluster(sandbox, A);
    await createRole(sandbox, A, "reader");
    eks = sandbox.clients(A).eks;
  });
  after(async () => {
    deepStrictEqual(sandbox.failures, []);
    await sandbox.stop();
  });

  const associate = (members: object) =>
    eks.send(
      new CreatePodIdentityAssociationCommand({
        clusterName: CLUSTER,
        namespace: "default",
        serviceAccount: "api",
        roleArn: roleArn(A, "reader"),
        ...members,
      }),
    );

  describe("clusters", () => {
    it("are active at once, with an API and an issuer of their own", async () => {
      const { cluster } = await eks.send(new DescribeClusterCommand({ name: CLUSTER }));
      equal(cluster?.status, "ACTIVE");
      equal(cluster?.arn, clusterArn(A));
      const { certificateAuthority, server } = clusterAddress(
        ...[sandbox.endpoint, sandbox.directory, A, CLUSTER],
      );
      equal(cluster?.endpoint, server);
      match(cluster?.identity?.oidc?.issuer ?? "", /\/_oidc\/[0-9A-F]{32}$/);
      const { data = "" } = cluster?.certificateAuthority ?? {};
      equal(Buffer.from(data, "base64").toString(), certificateAuthority);
      const issuer = cluster?.identity?.oidc?.issuer;
      const discovery = await fetch(`${issuer}/.well-known/openid-configuration`);
      const { jwks_uri, issuer: named } = (await discovery.json()) as Record<string, string>;
      equal(named, issuer);
      const { keys } = (await (await fetch(jwks_uri ?? "")).json()) as { keys: object[] };
      deepStrictEqual(Object.keys(keys[0] ?? {}).sort(), ["alg", "e", "kid", "kty", "n", "use"]);
    });

    it("belong to their account: another account has none of that name", async () => {
      await rejects(sandbox.clients(B).eks.send(new DescribeClusterCommand({ name: CLUSTER })), {
        name: "ResourceNotFoundException",
        message: `No cluster found for name: ${CLUSTER}.`,
      });
      deepStrictEqual(
        (await sandbox.clients(B).eks.send(new ListClustersCommand({}))).clusters,
        [],
      );
      ok((await eks.send(new ListClustersCommand({}))).clusters?.includes(CLUSTER));
    });

    it("rejects a second one of the same name, a bad name and a foreign role", async () => {
      const create = (members: object) =>
        eks.send(
          new CreateClusterCommand({
            name: CLUSTER,
            roleArn: roleArn(A, `${CLUSTER}-cluster`),
            resourcesVpcConfig: {},
            ...members,
          }),
        );
      await rejects(create({}), { name: "ResourceInUseException" });
      await rejects(create({ name: "-x" }), { name: "InvalidParameterException" });
      await rejects(create({ name: "x".repeat(101) }), { name: "InvalidParameterException" });
      await rejects(create({ name: "y", roleArn: roleArn(B, "other") }), {
        name: "AccessDeniedException",
        message: "Cross-account pass role is not allowed.",
      });
      await rejects(create({ name: "y", version: "1.2" }), { name: "InvalidParameterException" });
      const subnetIds = defaultSubnets(REGION).map(({ id }) => id);
      await rejects(create({ name: "y", resourcesVpcConfig: { subnetIds } }), {
        name: "UnsupportedAvailabilityZoneException",
        message: /does not support creating control plane instances in us-east-1e, /,
      });
    });

    it("rejects a version that skips one", async () => {
      await rejects(eks.send(new UpdateClusterVersionCommand({ name: CLUSTER, version: "1.36" })), {
        name: "InvalidParameterException",
      });
    });

    it("cannot be deleted before their nodegroups, and take everything along", async () => {
      await createCluster(sandbox, A, { name: "brief" });
      const k8s = await kubernetes(sandbox, A, { name: "brief" });
      equal((await k8s("GET", "/api/v1/namespaces/default")).status, 200);
      const remove = new DeleteClusterCommand({ name: "brief" });
      await rejects(eks.send(remove), {
        name: "ResourceInUseException",
        message: "Cluster has nodegroups attached",
      });
      await eks.send(new DeleteNodegroupCommand({ clusterName: "brief", nodegroupName: "nodes" }));
      equal((await eks.send(remove)).cluster?.status, "DELETING");
      equal((await k8s("GET", "/api/v1/namespaces/default")).status, 401);
      deepStrictEqual(sandbox.store.list(["kubernetes", A, REGION, "brief"]), []);
      deepStrictEqual(sandbox.store.list(["eks-access-entry", A, REGION, "brief"]), []);
    });
  });

  it("a nodegroup is not made twice", async () => {
    const names = { clusterName: CLUSTER, nodegroupName: "nodes" };
    const { nodegroup } = await eks.send(new DescribeNodegroupCommand(names));
    await createRole(sandbox, A, "other-node", serviceTrust("ec2.amazonaws.com"));
    const again = new CreateNodegroupCommand({
      ...names,
      nodeRole: roleArn(A, "other-node"),
      subnets: nodegroup?.subnets,
    });
    await rejects(eks.send(again), {
      name: "ResourceInUseException",
      message: `NodeGroup already exists with name nodes and cluster name ${CLUSTER}`,
    });
    deepStrictEqual((await eks.send(new DescribeNodegroupCommand(names))).nodegroup, nodegroup);
  });

  it("nodegroups are described, updated and have an access entry of their own", async () => {
    const names = { clusterName: CLUSTER, nodegroupName: "nodes" };
    const { nodegroup } = await eks.send(new DescribeNodegroupCommand(names));
    equal(nodegroup?.status, "ACTIVE");
    equal(nodegroup?.nodeRole, roleArn(A, `${CLUSTER}-node`));
    deepStrictEqual(
      (await eks.send(new ListNodegroupsCommand({ clusterName: CLUSTER }))).nodegroups,
      ["nodes"],
    );
    await eks.send(
      new UpdateNodegroupConfigCommand({ ...names, scalingConfig: { desiredSize: 3 } }),
    );
    const after = await eks.send(new DescribeNodegroupCommand(names));
    deepStrictEqual(after.nodegroup?.scalingConfig, { minSize: 1, maxSize: 2, desiredSize: 3 });
    const { accessEntry } = await eks.send(
      new DescribeAccessEntryCommand({
        clusterName: CLUSTER,
        principalArn: roleArn(A, `${CLUSTER}-node`),
      }),
    );
    equal(accessEntry?.type, "EC2_LINUX");
  });

  describe("add-ons", () => {
    const addon = "aws-secrets-store-csi-driver-provider";

    it("install their objects, with the token audiences that ASCP wants, and take them away", async () => {
      const names = { clusterName: CLUSTER, addonName: addon };
      await eks.send(new CreateAddonCommand({ ...names, addonVersion: "v3.1.1-eksbuild.1" }));
      const k8s = await kubernetes(sandbox, A);
      const driver = "/apis/storage.k8s.io/v1/csidrivers/secrets-store.csi.k8s.io";
      deepStrictEqual((await k8s("GET", driver)).body.spec.tokenRequests, [
        { audience: "sts.amazonaws.com" },
        { audience: "pods.eks.amazonaws.com" },
      ]);
      await eks.send(
        new UpdateAddonCommand({
          ...names,
          configurationValues: JSON.stringify({
            "secrets-store-csi-driver": {
              enableSecretRotation: true,
              syncSecret: { enabled: true },
            },
          }),
        }),
      );
      equal((await k8s("GET", driver)).body.spec.requiresRepublish, true);
      const role = "/apis/rbac.authorization.k8s.io/v1/clusterroles/secretprovidersyncing-role";
      // EKS does not hand syncSecret to the driver.
      equal((await k8s("GET", role)).status, 404);
      await rejects(eks.send(new CreateAddonCommand(names)), { name: "ResourceInUseException" });
      deepStrictEqual((await eks.send(new ListAddonsCommand({ clusterName: CLUSTER }))).addons, [
        addon,
      ]);
      await eks.send(new DeleteAddonCommand(names));
      equal((await k8s("GET", driver)).status, 404);
      await rejects(eks.send(new DescribeAddonCommand(names)), {
        name: "ResourceNotFoundException",
      });
    });

    it("rejects objects of somebody else unless told to overwrite them", async () => {
      const k8s = await kubernetes(sandbox, A);
      await k8s("POST", "/apis/storage.k8s.io/v1/csidrivers", {
        metadata: { name: "secrets-store.csi.k8s.io" },
        spec: { tokenRequests: [] },
      });
      const create = { clusterName: CLUSTER, addonName: addon };
      const failed = (await eks.send(new CreateAddonCommand(create))).addon;
      equal(failed?.status, "CREATE_FAILED");
      equal(failed?.health?.issues?.[0]?.code, "ConfigurationConflict");
      await eks.send(new UpdateAddonCommand({ ...create, resolveConflicts: "OVERWRITE" }));
      equal((await eks.send(new DescribeAddonCommand(create))).addon?.status, "ACTIVE");
      await eks.send(new DeleteAddonCommand(create));
    });

    it("rejects unknown add-ons, malformed versions and configuration", async () => {
      for (const members of [
        { addonName: "nonsense" },
        { addonName: "__proto__" },
        { addonName: addon, addonVersion: "3.1.1" },
        { addonName: addon, configurationValues: "[" },
        { addonName: addon, configurationValues: "text" },
      ]) {
        await rejects(eks.send(new CreateAddonCommand({ clusterName: CLUSTER, ...members })), {
          name: "InvalidParameterException",
        });
      }
    });

    it("are listed with their versions, the default one first", async () => {
      const { addons } = await eks.send(new DescribeAddonVersionsCommand({ addonName: addon }));
      equal(addons?.[0]?.addonVersions?.[0]?.compatibilities?.[0]?.defaultVersion, true);
    });
  });

  describe("Pod Identity associations", () => {
    it("join a service account and a role", async () => {
      const { association } = await associate({ serviceAccount: "first", tags: { team: "x" } });
      const id = association?.associationId ?? "";
      match(id, /^a-[a-z0-9]{17}$/);
      equal(
        association?.associationArn,
        `arn:aws:eks:${REGION}:${A}:podidentityassociation/${CLUSTER}/${id}`,
      );
      const names = { clusterName: CLUSTER, associationId: id };
      const described = await eks.send(new DescribePodIdentityAssociationCommand(names));
      deepStrictEqual(described.association, association);
      const { associations } = await eks.send(
        new ListPodIdentityAssociationsCommand({ clusterName: CLUSTER, serviceAccount: "first" }),
      );
      deepStrictEqual(
        associations?.map(({ associationId }) => associationId),
        [id],
      );
      await eks.send(new DeletePodIdentityAssociationCommand(names));
      await rejects(eks.send(new DescribePodIdentityAssociationCommand(names)), {
        name: "ResourceNotFoundException",
      });
    });

    it("answer an external id for a target role without session tags", async () => {
      const { association } = await associate({
        serviceAccount: "chained",
        targetRoleArn: roleArn(B, "target"),
        disableSessionTags: true,
      });
      equal(association?.externalId, `${REGION}/${A}/${CLUSTER}/default/chained`);
      const update = await eks.send(
        new UpdatePodIdentityAssociationCommand({
          clusterName: CLUSTER,
          associationId: association?.associationId ?? "",
          disableSessionTags: false,
        }),
      );
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
        return as.send(
          new CreatePodIdentityAssociationCommand({
            clusterName: CLUSTER,
            namespace: "default",
            serviceAccount: name,
            roleArn: roleArn(A, "reader"),
          }),
        );
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

  it("access entries carry access policies with a scope", async () => {
    const principalArn = roleArn(A, "viewer");
    const names = { clusterName: CLUSTER, principalArn };
    const { accessEntry } = await eks.send(new CreateAccessEntryCommand(names));
    equal(accessEntry?.username, `arn:aws:sts::${A}:assumed-role/viewer/{{SessionName}}`);
    await rejects(eks.send(new CreateAccessEntryCommand(names)), {
      name: "ResourceInUseException",
    });
    const policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
    await eks.send(
      new AssociateAccessPolicyCommand({
        ...names,
        policyArn,
        accessScope: { type: "namespace", namespaces: ["default"] },
      }),
    );
    const { associatedAccessPolicies } = await eks.send(
      new ListAssociatedAccessPoliciesCommand(names),
    );
    deepStrictEqual(associatedAccessPolicies?.[0]?.accessScope, {
      type: "namespace",
      namespaces: ["default"],
    });
    ok(
      (
        await eks.send(new ListAccessEntriesCommand({ clusterName: CLUSTER }))
      ).accessEntries?.includes(principalArn),
    );
    await rejects(
      eks.send(
        new AssociateAccessPolicyCommand({
          ...names,
          policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
          accessScope: { type: "cluster" },
        }),
      ),
      { name: "InvalidParameterException" },
    );
  });

  it("tags are put on, listed and taken off", async () => {
    const resourceArn = clusterArn(A);
    await eks.send(new TagResourceCommand({ resourceArn, tags: { team: "a", stage: "b" } }));
    await eks.send(new UntagResourceCommand({ resourceArn, tagKeys: ["stage"] }));
    const { tags } = await eks.send(new ListTagsForResourceCommand({ resourceArn }));
    deepStrictEqual(tags, { team: "a" });
    for (const reserved of [
      ["AWS:team", "a"],
      ["team", "Aws:a"],
    ].map(([key = "", value = ""]) => ({ [key]: value }))) {
      await rejects(eks.send(new TagResourceCommand({ resourceArn, tags: reserved })), {
        name: "InvalidParameterException",
      });
    }
    await rejects(
      sandbox.clients(B).eks.send(new ListTagsForResourceCommand({ resourceArn })),
      (error: Error) => ["NotFoundException", "AccessDeniedException"].includes(error.name),
    );
  });

  it("rejects a caller whose policies do not allow the call, and says who and what", async () => {
    await createRole(sandbox, A, "nothing", adminTrust(A));
    const { eks: as } = sandbox.clients(await assume(sandbox, A, "nothing"));
    await rejects(as.send(new DescribeClusterCommand({ name: CLUSTER })), {
      name: "AccessDeniedException",
      message: new RegExp(`assumed-role/nothing/.*eks:DescribeCluster.*${clusterArn(A)}`),
    });
    await rejects(as.send(new DescribeClusterCommand({ name: "absent" })), {
      name: "AccessDeniedException",
    });
  });

  it("answers any body with an error of AWS's shape or a result, never with a failure", async () => {
    await createCluster(sandbox, A, { name: "fuzzed" });
    const members = [
      "name",
      "roleArn",
      "tags",
      "accessConfig",
      "resourcesVpcConfig",
      "nodegroupName",
      "nodeRole",
      "scalingConfig",
      "subnets",
      "labels",
      "addonName",
      "addonVersion",
      "configurationValues",
      "podIdentityAssociations",
      "namespace",
      "serviceAccount",
      "targetRoleArn",
      "policy",
      "disableSessionTags",
      "principalArn",
      "kubernetesGroups",
      "accessScope",
      "version",
    ];
    const likely = fc.constantFrom<unknown>(
      "fuzzed",
      roleArn(A, "reader"),
      roleArn(A, "fuzzed-node"),
      "eks-pod-identity-agent",
      "default",
      "1.34",
      true,
      {},
      [],
    );
    const path = fc.constantFrom(
      "/clusters",
      "/clusters/fuzzed/node-groups",
      "/clusters/fuzzed/node-groups/nodes/update-config",
      "/clusters/fuzzed/addons",
      "/clusters/fuzzed/addons/eks-pod-identity-agent/update",
      "/clusters/fuzzed/pod-identity-associations",
      "/clusters/fuzzed/access-entries",
      `/clusters/fuzzed/access-entries/${encodeURIComponent(roleArn(A, "fuzzed-node"))}/access-policies`,
      "/clusters/fuzzed/update-config",
      "/clusters/fuzzed/updates",
      `/tags/${encodeURIComponent(clusterArn(A, "fuzzed"))}`,
    );
    const body = fc.dictionary(
      fc.constantFrom(...members),
      fc.oneof({ weight: 3, arbitrary: likely }, fc.jsonValue({ maxDepth: 3 })),
    );
    const administrator = sandbox.administrator(A);
    await fc.assert(
      fc.asyncProperty(path, body, async (to, content) => {
        const answer = await signedCall(sandbox, administrator, "eks", "POST", to, content);
        ok(answer.status < 500, `${to} ${JSON.stringify(content)}: ${answer.status}`);
        if (answer.status >= 400) equal(answer.body.__type, answer.code);
      }),
      { numRuns: 400 },
    );
    equal(
      (
        await eks.send(
          new DescribeNodegroupCommand({ clusterName: "fuzzed", nodegroupName: "nodes" }),
        )
      ).nodegroup?.status,
      "ACTIVE",
    );
  }).timeout(60_000);

  it("keeps everything over a restart", async () => {
    const before = (await eks.send(new DescribeClusterCommand({ name: CLUSTER }))).cluster;
    sandbox = await sandbox.restart();
    eks = sandbox.clients(A).eks;
    const after = (await eks.send(new DescribeClusterCommand({ name: CLUSTER }))).cluster;
    deepStrictEqual(after?.createdAt, before?.createdAt);
    equal(
      after?.identity?.oidc?.issuer?.split("/").at(-1),
      before?.identity?.oidc?.issuer?.split("/").at(-1),
    );
  });
});

function adminTrust(account: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "sts:AssumeRole",
      },
    ],
  });
}

async function assume(sandbox: TestSandbox, account: string, name: string) {
  const { Credentials } = await sandbox
    .clients(account)
    .sts.send(new AssumeRoleCommand({ RoleArn: roleArn(account, name), RoleSessionName: "test" }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
}
