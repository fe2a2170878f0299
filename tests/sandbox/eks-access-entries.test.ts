import { deepStrictEqual, equal, ok, rejects } from "node:assert/strict";

import { CLUSTER, roleArn } from "./eks-support";
import { A } from "./support";
import { withCluster } from "./with-cluster";

describe("EKS access entries", () => {
  const { eks } = withCluster();

  it("carry access policies with a scope", async () => {
    const principalArn = roleArn(A, "viewer");
    const names = { clusterName: CLUSTER, principalArn };
    const { accessEntry } = await eks.createAccessEntry(names);
    equal(accessEntry?.username, `arn:aws:sts::${A}:assumed-role/viewer/{{SessionName}}`);
    await rejects(eks.createAccessEntry(names), { name: "ResourceInUseException" });
    const policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
    await eks.associateAccessPolicy({
      ...names,
      policyArn,
      accessScope: { type: "namespace", namespaces: ["default"] },
    });
    const { associatedAccessPolicies } = await eks.listAssociatedAccessPolicies(names);
    deepStrictEqual(associatedAccessPolicies?.[0]?.accessScope, {
      type: "namespace",
      namespaces: ["default"],
    });
    ok(
      (await eks.listAccessEntries({ clusterName: CLUSTER })).accessEntries?.includes(principalArn),
    );
    await rejects(
      eks.associateAccessPolicy({
        ...names,
        policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
        accessScope: { type: "cluster" },
      }),
      { name: "InvalidParameterException" },
    );
  });
});
