import { deepStrictEqual, equal, match, ok, rejects } from "node:assert/strict";

import { defaultSubnets } from "../../sandbox/clusters/default-vpc";
import { clusterAddress } from "./cluster-request";
import {
  adminTrust,
  assume,
  CLUSTER,
  clusterArn,
  createCluster,
  createRole,
  kubernetes,
  roleArn,
} from "./eks-support";
import { A, B, REGION } from "./support";
import { withCluster } from "./with-cluster";

describe("EKS clusters", () => {
  const { eks, sandbox } = withCluster();

  it("are active at once, with an API and an issuer of their own", async () => {
    const { cluster } = await eks.describeCluster({ name: CLUSTER });
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
    await rejects(sandbox.clients(B).eks.describeCluster({ name: CLUSTER }), {
      name: "ResourceNotFoundException",
      message: `No cluster found for name: ${CLUSTER}.`,
    });
    deepStrictEqual((await sandbox.clients(B).eks.listClusters()).clusters, []);
    ok((await eks.listClusters()).clusters?.includes(CLUSTER));
  });

  it("rejects a second one of the same name, a bad name, a foreign role and subnets of one zone", async () => {
    const create = (members: object) =>
      eks.createCluster({
        name: CLUSTER,
        roleArn: roleArn(A, `${CLUSTER}-cluster`),
        resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
        ...members,
      });
    await rejects(create({}), { name: "ResourceInUseException" });
    await rejects(create({ name: "-x" }), { name: "InvalidParameterException" });
    await rejects(create({ name: "x".repeat(101) }), { name: "InvalidParameterException" });
    await rejects(create({ name: "y", roleArn: roleArn(B, "other") }), {
      name: "AccessDeniedException",
      message: "Cross-account pass role is not allowed.",
    });
    await rejects(create({ name: "y", version: "1.2" }), { name: "InvalidParameterException" });
    for (const few of [undefined, [], ["subnet-1"], ["subnet-1", "subnet-1"]]) {
      await rejects(create({ name: "y", resourcesVpcConfig: { subnetIds: few } }), {
        name: "InvalidParameterException",
        message: "Subnets specified must be in at least two different AZs",
      });
    }
    const subnetIds = defaultSubnets(REGION).map(({ id }) => id);
    await rejects(create({ name: "y", resourcesVpcConfig: { subnetIds } }), {
      name: "UnsupportedAvailabilityZoneException",
      message: /does not support creating control plane instances in us-east-1e, /,
    });
  });

  it("rejects a version that skips one", async () => {
    await rejects(eks.updateClusterVersion({ name: CLUSTER, version: "1.36" }), {
      name: "InvalidParameterException",
    });
  });

  it("cannot be deleted before their nodegroups, and take everything along", async () => {
    await createCluster(sandbox, A, { name: "brief" });
    const k8s = await kubernetes(sandbox, A, { name: "brief" });
    equal((await k8s("GET", "/api/v1/namespaces/default")).status, 200);
    const remove = { name: "brief" };
    await rejects(eks.deleteCluster(remove), {
      name: "ResourceInUseException",
      message: "Cluster has nodegroups attached",
    });
    await eks.deleteNodegroup({ clusterName: "brief", nodegroupName: "nodes" });
    equal((await eks.deleteCluster(remove)).cluster?.status, "DELETING");
    equal((await k8s("GET", "/api/v1/namespaces/default")).status, 401);
    deepStrictEqual(sandbox.store.list(["kubernetes", A, REGION, "brief"]), []);
    deepStrictEqual(sandbox.store.list(["eks-access-entry", A, REGION, "brief"]), []);
  });

  it("have tags, which are put on, listed and taken off", async () => {
    const resourceArn = clusterArn(A);
    await eks.tagResource({ resourceArn, tags: { team: "a", stage: "b" } });
    await eks.untagResource({ resourceArn, tagKeys: ["stage"] });
    const { tags } = await eks.listTagsForResource({ resourceArn });
    deepStrictEqual(tags, { team: "a" });
    for (const reserved of [
      ["AWS:team", "a"],
      ["team", "Aws:a"],
    ].map(([key = "", value = ""]) => ({ [key]: value }))) {
      await rejects(eks.tagResource({ resourceArn, tags: reserved }), {
        name: "InvalidParameterException",
      });
    }
    await rejects(sandbox.clients(B).eks.listTagsForResource({ resourceArn }), (error: Error) =>
      ["NotFoundException", "AccessDeniedException"].includes(error.name),
    );
  });

  it("reject a caller whose policies do not allow the call, and say who and what", async () => {
    await createRole(sandbox, A, "nothing", adminTrust(A));
    const { eks: as } = sandbox.clients(await assume(sandbox, A, "nothing"));
    await rejects(as.describeCluster({ name: CLUSTER }), {
      name: "AccessDeniedException",
      message: new RegExp(`assumed-role/nothing/.*eks:DescribeCluster.*${clusterArn(A)}`),
    });
    await rejects(as.describeCluster({ name: "absent" }), { name: "AccessDeniedException" });
  });

  it("keep everything over a restart", async () => {
    const before = (await eks.describeCluster({ name: CLUSTER })).cluster;
    await sandbox.restart();
    const after = (await eks.describeCluster({ name: CLUSTER })).cluster;
    deepStrictEqual(after?.createdAt, before?.createdAt);
    equal(
      after?.identity?.oidc?.issuer?.split("/").at(-1),
      before?.identity?.oidc?.issuer?.split("/").at(-1),
    );
  });
});
