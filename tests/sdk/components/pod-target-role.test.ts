import { deepStrictEqual, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";

import { PodTargetRole, type PodTargetRoleArgs } from "../../../sdk";
import { podRolePolicy, targetRoleTrust } from "../../../sdk/policy";
import { mockEngine, promiseOf } from "./mocked-engine";
import { rejectsEach, rejectsLater } from "./rejects";

const reader = {
  clusterArn: "arn:aws:eks:us-east-1:111111111111:cluster/shop",
  namespace: "orders",
  serviceAccount: "orders-api",
};
const readerRoleArn = "arn:aws:iam::111111111111:role/pods/orders-api";
const secretArn = "arn:aws:secretsmanager:us-east-1:222222222222:secret:db-AbC123";
const args: PodTargetRoleArgs = {
  reader,
  readerRoleArn,
  ownerAccountId: "222222222222",
  secrets: [{ arn: secretArn }],
};

async function construct(changes: Partial<PodTargetRoleArgs> = {}) {
  const engine = await mockEngine({ accounts: { "": "222222222222" } });
  const arn = await promiseOf(new PodTargetRole("orders", { ...args, ...changes }).roleArn);
  await engine.settled();
  return { ...engine, arn };
}

describe("PodTargetRole", () => {
  it("is a role of the owner's account with its policy", async () => {
    const engine = await construct();
    deepStrictEqual(engine.children(), [
      "aws:iam/role:Role orders-role",
      "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive orders-only-policy",
      "aws:iam/rolePolicy:RolePolicy orders-policy",
      "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive orders-no-attachments",
      "eks-pod-secrets:index:PodTargetRole orders",
    ]);
    const { name } = engine.one("aws:iam/role:Role", "orders-role").inputs;
    strictEqual(/^shop-orders-orders-api-target-[a-z0-9]+$/.test(name), true, name);
    strictEqual(engine.arn, `arn:aws:iam::222222222222:role/${name}`);
  });

  it("lets only the reader's role, with the reader's tags, of the organization, assume it", async () => {
    const engine = await construct({ organizationId: "o-exampleorg" });
    const { assumeRolePolicy } = engine.one("aws:iam/role:Role", "orders-role").inputs;
    const organizationId = "o-exampleorg";
    deepStrictEqual(
      JSON.parse(assumeRolePolicy),
      targetRoleTrust({ reader, roleArn: readerRoleArn, organizationId }),
    );
  });

  it("reads exactly the secrets granted", async () => {
    const engine = await construct();
    const { policy } = engine.one("aws:iam/rolePolicy:RolePolicy", "orders-policy").inputs;
    const secrets = [{ arn: secretArn }];
    deepStrictEqual(JSON.parse(policy), podRolePolicy({ readerAccount: "222222222222", secrets }));
  });

  it("rejects nothing to read, once it is known", () =>
    rejectsLater(
      () => new PodTargetRole("orders", { ...args, secrets: pulumi.output([]) }),
      /secrets or parameters must have an entry: a role needs something to read/,
    ));

  rejectsEach(
    (changes: Partial<PodTargetRoleArgs>) => new PodTargetRole("orders", { ...args, ...changes }),
    {
      "secrets or parameters must have an entry: a role needs something to read": {
        secrets: undefined,
      },
      'secrets[0].arn must be a secret of account 222222222222, which owns the role, got "arn:aws:secretsmanager:us-east-1:333333333333:secret:db-AbC123"':
        { secrets: [{ arn: secretArn.replace("222222222222", "333333333333") }] },
      'parameters[0].arn must be a parameter of account 222222222222, got "arn:aws:ssm:us-east-1:111111111111:parameter/flags"; Parameter Store is not read across accounts here, use a secret':
        { parameters: [{ arn: "arn:aws:ssm:us-east-1:111111111111:parameter/flags" }] },
      'readerRoleArn must be of account 111111111111, the cluster\'s, got "arn:aws:iam::333333333333:role/orders-api"':
        { readerRoleArn: "arn:aws:iam::333333333333:role/orders-api" },
      'reader.namespace must be at most 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit, got "*"':
        { reader: { ...reader, namespace: "*" } },
      'readerRoleArn must be of partition aws, as reader.clusterArn is, got "arn:aws-cn:iam::111111111111:role/orders-api"':
        { readerRoleArn: "arn:aws-cn:iam::111111111111:role/orders-api" },
      'permissionsBoundary must be a policy of AWS or of account 222222222222, the role\'s own, got "arn:aws:iam::111111111111:policy/boundary"':
        { permissionsBoundary: "arn:aws:iam::111111111111:policy/boundary" },
    },
  );
});
