import { deepStrictEqual, equal, ok, rejects } from "node:assert/strict";

import { CLUSTER, roleArn } from "./eks-support";
import { A } from "./support";
import { withCluster } from "./with-cluster";

describe("EKS access entries", () => {
  const suite = withCluster();

  it("carry access policies with a scope", async () => {
    const principalArn = roleArn(A, "viewer");
    const names = { clusterName: CLUSTER, principalArn };
    const { accessEntry } = await suite.eks.createAccessEntry(names);
    equal(accessEntry?.username, `arn:aws:sts::${A}:assumed-role/viewer/{{SessionName}}`);
    await rejects(suite.eks.createAccessEntry(names), {
      name: "ResourceInUseException",
    });
    const policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
    await suite.eks.associateAccessPolicy({
      ...names,
      policyArn,
      accessScope: { type: "namespace", namespaces: ["default"] },
    });
    const { associatedAccessPolicies } = await suite.eks.listAssociatedAccessPolicies(names);
    deepStrictEqual(associatedAccessPolicies?.[0]?.accessScope, {
      type: "namespace",
      namespaces: ["default"],
    });
    ok(
      (await suite.eks.listAccessEntries({ clusterName: CLUSTER })).accessEntries?.includes(
        principalArn,
      ),
    );
    await rejects(
      suite.eks.associateAccessPolicy({
        ...names,
        policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
        accessScope: { type: "cluster" },
      }),
      { name: "InvalidParameterException" },
    );
  });
});
