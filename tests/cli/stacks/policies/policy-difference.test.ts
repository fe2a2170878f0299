import { deepStrictEqual, strictEqual } from "node:assert";
import type { ExportedResource } from "../../../../cli/stacks/backend/exported-state";
import { deployedPolicies } from "../../../../cli/stacks/policies/deployed-policies";
import {
  differenceText,
  policyDifference,
  statementTitles,
} from "../../../../cli/stacks/policies/policy-difference";
import { revokedReaderStatement } from "../../../../sdk/policy/revocation";

const policy = (...statements: object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const readers = {
  Sid: "AllowReaders",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111111111111:root" },
  Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
  Resource: "*",
  Condition: { StringEquals: { "aws:PrincipalTag/a": ["x", "y"] } },
};
const open = { Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" };

describe("the difference of two policies", () => {
  it("is none where both say the same in other words", () => {
    const same = {
      ...readers,
      Action: ["secretsmanager:describesecret", "secretsmanager:GetSecretValue"],
      Resource: ["*"],
      Principal: { AWS: ["111111111111"] },
      Condition: { StringEquals: { "aws:PrincipalTag/a": ["y", "x"] } },
    };
    const wide = { ...open, Principal: { AWS: "*" } };
    strictEqual(policyDifference(policy(readers, open), policy(wide, same)), undefined);
    strictEqual(policyDifference(undefined, undefined), undefined);
    strictEqual(
      policyDifference(policy(open), JSON.stringify({ Id: "mine", Statement: open })),
      undefined,
    );
  });

  it("is what each has alone, by Sid or in a few words", () => {
    const difference = policyDifference(policy(readers), policy(open));
    deepStrictEqual(difference, { lacks: ["AllowReaders"], adds: ['Allow kms:Decrypt to "*"'] });
    strictEqual(
      difference && differenceText(difference),
      'lacks AllowReaders and adds Allow kms:Decrypt to "*"',
    );
    strictEqual(
      differenceText({ lacks: ["Root", "Readers"], adds: ["Root", "Open"] }),
      "has another statement Root and lacks Readers and adds Open",
    );
    deepStrictEqual(policyDifference(policy(readers, open), policy(open))?.adds, []);
    deepStrictEqual(policyDifference(undefined, policy(readers))?.adds, ["AllowReaders"]);
  });

  it("sees another value, principal, condition or effect in a statement of the same name", () => {
    for (const other of [
      { Effect: "Deny" },
      { Principal: { AWS: "222222222222" } },
      { Principal: { Federated: "111111111111" } },
      { Condition: { StringEquals: { "aws:PrincipalTag/a": ["x"] } } },
      { Condition: { StringLike: { "aws:PrincipalTag/a": ["x", "y"] } } },
      { Resource: "arn:aws:secretsmanager:us-east-1:111111111111:secret:a-AAAAAA" },
      { Action: undefined, NotAction: readers.Action },
    ]) {
      const difference = policyDifference(policy(readers), policy({ ...readers, ...other }));
      deepStrictEqual(difference, { lacks: ["AllowReaders"], adds: ["AllowReaders"] });
    }
  });

  it("names a statement that says what it does not mean", () => {
    const { Action, ...others } = open;
    deepStrictEqual(statementTitles(policy({ ...others, NotAction: Action })), [
      'Allow all but kms:Decrypt to "*"',
    ]);
  });

  it("leaves out who is revoked, but no other statement that denies", () => {
    const { Version, Statement: revoked } = {
      Version: "2012-10-17",
      Statement: revokedReaderStatement("arn:aws:iam::111111111111:role/web"),
    };
    const policy = (...Statement: object[]) => JSON.stringify({ Version, Statement });
    strictEqual(policyDifference(policy(), policy(revoked)), undefined);
    deepStrictEqual(policyDifference(policy(), policy({ ...revoked, Sid: "Ours" }))?.adds, [
      "Ours",
    ]);
  });
});

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
