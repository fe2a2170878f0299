import { deepStrictEqual } from "node:assert";
import type { ExportedResource } from "../../../../cli/stacks/backend/exported-state";
import { deployedPolicies } from "../../../../cli/stacks/policies/deployed-policies";

const SECRET = "arn:aws:secretsmanager:us-east-1:111111111111:secret:orders-AbC123";
const KEY = "arn:aws:kms:us-east-1:111111111111:key/k";

const component = (policy?: string): ExportedResource => ({
  urn: "urn::secret",
  type: "eks-pod-secrets:index:PodSecret",
  outputs: { secretArn: SECRET, ...(policy && { policy }) },
});
const secretPolicy = (policy: string): ExportedResource => ({
  urn: "urn::policy",
  type: "aws:secretsmanager/secretPolicy:SecretPolicy",
  parent: "urn::secret",
  inputs: { secretArn: SECRET, policy },
});

const oursOf = (resources: ExportedResource[], pending: ExportedResource[] = []) =>
  deployedPolicies({ resources, pending }).map(({ ours }) => ours);

describe("the policies that a stack has put in force", () => {
  it("are what the component recorded, whatever a refresh has found since", () => {
    deepStrictEqual(oursOf([component("ours"), secretPolicy("found")]), [["ours"]]);
    deepStrictEqual(oursOf([component(), secretPolicy("of an older version")]), [
      ["of an older version"],
    ]);
  });

  it("are also what a run was putting when it was killed", () => {
    const before = [component("before"), secretPolicy("before")];
    deepStrictEqual(oursOf(before, [secretPolicy("next")]), [["before", "next"]]);
    deepStrictEqual(oursOf([component()], [secretPolicy("first")]), [["first"]]);
  });

  it("are adopted where the stack did not make the secret or key", () => {
    const key: ExportedResource[] = [
      {
        urn: "urn::key-policy",
        type: "eks-pod-secrets:index:PodSecretKeyPolicy",
        inputs: { keyArn: KEY },
        outputs: { keyArn: KEY, policy: "ours" },
      },
      {
        urn: "urn::put",
        type: "aws:kms/keyPolicy:KeyPolicy",
        parent: "urn::key-policy",
        inputs: { keyId: "k", policy: "ours" },
      },
    ];
    const made = { urn: "urn::made", type: "aws:kms/key:Key", outputs: { arn: KEY } };
    const adoptedOf = (resources: ExportedResource[]) =>
      deployedPolicies({ resources, pending: [] }).map(({ arn, isAdopted }) => [arn, isAdopted]);
    deepStrictEqual(adoptedOf(key), [[KEY, true]]);
    deepStrictEqual(adoptedOf([made, ...key]), [[KEY, false]]);
  });
});
