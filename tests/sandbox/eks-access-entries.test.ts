import { deepStrictEqual, equal, ok, rejects } from "node:assert/strict";
import {
  AssociateAccessPolicyCommand,
  CreateAccessEntryCommand,
  ListAccessEntriesCommand,
  ListAssociatedAccessPoliciesCommand,
} from "@aws-sdk/client-eks";

import { CLUSTER, roleArn } from "./eks-support";
import { A } from "./support";
import { withCluster } from "./with-cluster";

describe("EKS access entries", () => {
  const suite = withCluster();

  it("carry access policies with a scope", async () => {
    const principalArn = roleArn(A, "viewer");
    const names = { clusterName: CLUSTER, principalArn };
    const { accessEntry } = await suite.eks.send(new CreateAccessEntryCommand(names));
    equal(accessEntry?.username, `arn:aws:sts::${A}:assumed-role/viewer/{{SessionName}}`);
    await rejects(suite.eks.send(new CreateAccessEntryCommand(names)), {
      name: "ResourceInUseException",
    });
    const policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
    await suite.eks.send(
      new AssociateAccessPolicyCommand({
        ...names,
        policyArn,
        accessScope: { type: "namespace", namespaces: ["default"] },
      }),
    );
    const { associatedAccessPolicies } = await suite.eks.send(
      new ListAssociatedAccessPoliciesCommand(names),
    );
    deepStrictEqual(associatedAccessPolicies?.[0]?.accessScope, {
      type: "namespace",
      namespaces: ["default"],
    });
    ok(
      (
        await suite.eks.send(new ListAccessEntriesCommand({ clusterName: CLUSTER }))
      ).accessEntries?.includes(principalArn),
    );
    await rejects(
      suite.eks.send(
        new AssociateAccessPolicyCommand({
          ...names,
          policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
          accessScope: { type: "cluster" },
        }),
      ),
      { name: "InvalidParameterException" },
    );
  });
});
