import { deepStrictEqual, equal, rejects } from "node:assert/strict";

import { CLUSTER, createRole, roleArn, serviceTrust } from "./eks-support";
import { A } from "./support";
import { withCluster } from "./with-cluster";

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
