import { rejects, strictEqual } from "node:assert/strict";

import { createCluster } from "./eks-support";
import { roleClients } from "./secrets-support";
import { ROOT_A, trusting } from "./sts-support";
import { A, withSandbox } from "./support";

const RoleName = "AWSServiceRoleForAmazonEKS";
const service = { AWSServiceName: "eks.amazonaws.com" };

describe("sandbox IAM service-linked roles", () => {
  const { sandbox, iam } = withSandbox();

  const create = (input = service, by = iam) => by.createServiceLinkedRole(input);
  const deletion = async () => {
    const { DeletionTaskId } = await iam.deleteServiceLinkedRole({ RoleName });
    const asked = { DeletionTaskId };
    return (await iam.getServiceLinkedRoleDeletionStatus(asked)).Status;
  };

  it("are their service's, and nobody changes them", async () => {
    const { Role } = await create();
    strictEqual(Role?.Arn, `arn:aws:iam::${A}:role/aws-service-role/eks.amazonaws.com/${RoleName}`);
    await rejects(create(), { name: "InvalidInputException" });
    const protectedRole = { name: "UnmodifiableEntityException" };
    await rejects(iam.deleteRole({ RoleName }), protectedRole);
    const PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    await rejects(iam.attachRolePolicy({ RoleName, PolicyArn }), protectedRole);
    await iam.updateRoleDescription({ RoleName, Description: "d" });
    const own = {
      RoleName: "own",
      Path: "/aws-service-role/eks.amazonaws.com/",
      AssumeRolePolicyDocument: trusting(ROOT_A),
    };
    await rejects(iam.createRole(own), { name: "InvalidInputException" });
    await rejects(create({ AWSServiceName: "rds.amazonaws.com" }), {
      message: "AWSServiceName=rds.amazonaws.com is not offered by the sandbox",
    });
    const nobody = await roleClients(sandbox, "nobody", [], A);
    await rejects(create(service, nobody.iam), { name: "AccessDenied" });
  });

  it("stay as long as their service has a cluster", async () => {
    await createCluster(sandbox, A, { name: "cluster", nodes: false });
    strictEqual(await deletion(), "FAILED");
    await iam.getRole({ RoleName });
    sandbox.store.transaction((writer) =>
      writer.remove(["eks-cluster", A, "us-east-1", "cluster"]),
    );
    strictEqual(await deletion(), "SUCCEEDED");
    await rejects(iam.getRole({ RoleName }), { name: "NoSuchEntityException" });
    await rejects(iam.deleteServiceLinkedRole({ RoleName: "nobody" }), {
      name: "InvalidInputException",
    });
  });
});
