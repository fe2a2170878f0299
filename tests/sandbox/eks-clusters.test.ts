import { deepStrictEqual, equal, match, ok, rejects } from "node:assert/strict";
import type { DescribeClusterVersionsCommandInput } from "@aws-sdk/client-eks";
import { defaultSubnets } from "../../sandbox/clusters/default-vpc";
import {
  adminTrust,
  assume,
  CLUSTER,
  clusterAddress,
  clusterArn,
  createCluster,
  createRole,
  kubernetes,
  roleArn,
  serviceTrust,
  withCluster,
} from "./eks-support";
import { A, B, type Clients, REGION, withSandbox } from "./support";

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
    match(
      cluster?.identity?.oidc?.issuer ?? "",
      /^https:\/\/oidc\.eks\.us-east-1\.amazonaws\.com\/id\/[0-9A-F]{32}$/,
    );
    const { data = "" } = cluster?.certificateAuthority ?? {};
    equal(Buffer.from(data, "base64").toString(), certificateAuthority);
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

describe("EKS versions of clusters", () => {
  const { sandbox } = withSandbox();
  before(async () => {
    // At this date, 1.34 is the oldest version with AWS's standard support.
    sandbox.advance(Date.parse("2026-08-01") - Date.now());
  });

  const list = async (
    input: DescribeClusterVersionsCommandInput = {},
    { eks } = sandbox.clients(A),
  ) => {
    eks.config.systemClockOffset = Date.parse("2026-08-01") - Date.now();
    const { clusterVersions } = await eks.describeClusterVersions(input);
    return clusterVersions?.map(({ clusterVersion }) => clusterVersion);
  };

  it("are those that AWS supports, unless all are asked for", async () => {
    deepStrictEqual(await list(), ["1.34", "1.33", "1.32", "1.31"]);
    deepStrictEqual(await list({ includeAll: true }), ["1.34", "1.33", "1.32", "1.31", "1.30"]);
    deepStrictEqual(await list({ versionStatus: "STANDARD_SUPPORT" }), ["1.34"]);
    deepStrictEqual(await list({ status: "extended-support" }), ["1.33", "1.32", "1.31"]);
    deepStrictEqual(await list({ defaultOnly: true }), ["1.34"]);
    deepStrictEqual(await list({ clusterVersions: ["1.31", "1.30"] }), ["1.31"]);
    deepStrictEqual(await list({ clusterType: "eks-local-outposts" }), []);
  });
});

describe("EKS node groups", () => {
  const { eks, sandbox } = withCluster({ nodes: true });

  it("are not made twice", async () => {
    const names = { clusterName: CLUSTER, nodegroupName: "nodes" };
    const { nodegroup } = await eks.describeNodegroup(names);
    await createRole(sandbox, A, "other-node", serviceTrust("ec2.amazonaws.com"));
    const again = {
      ...names,
      nodeRole: roleArn(A, "other-node"),
      subnets: nodegroup?.subnets,
    };
    await rejects(eks.createNodegroup(again), {
      name: "ResourceInUseException",
      message: `NodeGroup already exists with name nodes and cluster name ${CLUSTER}`,
    });
    deepStrictEqual((await eks.describeNodegroup(names)).nodegroup, nodegroup);
  });

  it("are not made without subnets", async () => {
    const nodeRole = roleArn(A, `${CLUSTER}-node`);
    const make = { clusterName: CLUSTER, nodegroupName: "nowhere", nodeRole, subnets: [] };
    await rejects(eks.createNodegroup(make), {
      name: "InvalidParameterException",
      message: "Subnets cannot be empty",
    });
  });

  it("are described, updated and have an access entry of their own", async () => {
    const names = { clusterName: CLUSTER, nodegroupName: "nodes" };
    const { nodegroup } = await eks.describeNodegroup(names);
    equal(nodegroup?.status, "ACTIVE");
    equal(nodegroup?.nodeRole, roleArn(A, `${CLUSTER}-node`));
    deepStrictEqual((await eks.listNodegroups({ clusterName: CLUSTER })).nodegroups, ["nodes"]);
    await eks.updateNodegroupConfig({ ...names, scalingConfig: { desiredSize: 3 } });
    const after = await eks.describeNodegroup(names);
    deepStrictEqual(after.nodegroup?.scalingConfig, { minSize: 1, maxSize: 2, desiredSize: 3 });
    const { accessEntry } = await eks.describeAccessEntry({
      clusterName: CLUSTER,
      principalArn: roleArn(A, `${CLUSTER}-node`),
    });
    equal(accessEntry?.type, "EC2_LINUX");
  });
});

const DAY = 24 * 60 * 60 * 1000;

describe("EKS tokens of repeated requests", () => {
  const { sandbox } = withSandbox();
  before(async () => {
    await createRole(sandbox, A, "role", serviceTrust("eks.amazonaws.com"));
  });

  const create = ({ eks }: Clients, name: string, clientRequestToken = "token") =>
    eks.createCluster({
      ...{ name, clientRequestToken, roleArn: roleArn(A, "role") },
      resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
    });
  const records = () => sandbox.store.list(["eks-request"]).length;

  /** Clients after this time. Their clock is the sandbox's. */
  function inTime(milliseconds: number): Clients {
    sandbox.advance(milliseconds - moved);
    moved = milliseconds;
    const clients = sandbox.clients(A);
    clients.eks.config.systemClockOffset = milliseconds;
    return clients;
  }
  let moved = 0;

  it("are known for a day, and their records removed after that", async () => {
    await create(inTime(0), "one");
    ok((await create(inTime(DAY - 60_000), "one")).cluster);
    await rejects(create(inTime(DAY - 60_000), "two"), { name: "InvalidParameterException" });
    ok((await create(inTime(DAY + 60_000), "two")).cluster);
    deepStrictEqual(records(), 2);
    await create(inTime(3 * DAY), "three", "another");
    deepStrictEqual(records(), 1);
  });
});
