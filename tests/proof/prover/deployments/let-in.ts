import type { RoleDocuments } from "../../../../proof";
import type { AccessDocuments } from "../../pods";
import { allow, allowTo, trusts } from "../../statements";
import * as the from "./deployment";
import {
  decryptStatement,
  ec2Trust,
  known,
  named,
  one,
  oneReader,
  ownerStatement,
  podTrust,
  policy,
  readPolicy,
  readStatement,
  root,
} from "./deployment";

export const assume = ["sts:AssumeRole", "sts:TagSession"];
export const get = allow("secretsmanager:GetSecretValue");
export const decrypt = allow("kms:Decrypt");
export const service = (Service: string) => policy(trusts({ Service }, assume));
export const untaggedPods = policy(trusts({ Service: "pods.eks.amazonaws.com" }, "sts:AssumeRole"));
export const trusting = (Principal: object, Condition: object = {}) =>
  policy(trusts(Principal, assume, Condition));
export const mayAssume = (Resource: string) => policy(allow(assume, Resource));
export const inCluster = (name: string) => `arn:aws:iam::${the.CLUSTER_ACCOUNT}:role/${name}`;

/** A secret whose own and key policies admit the principal. Pods of billing are its declared readers. */
export function documentsOf(
  principal: object | null,
  roles: (RoleDocuments | Partial<RoleDocuments>)[],
  more: AccessDocuments = {},
): AccessDocuments {
  const letIn = principal ? [{ Principal: principal }] : [];
  return {
    keys: [
      {
        arn: the.KEY,
        policy: policy(ownerStatement, ...letIn.map((to) => ({ ...decrypt, ...to }))),
      },
    ],
    secrets: [
      {
        arn: the.SECRET,
        key: the.KEY,
        policy: principal && policy(...letIn.map((to) => ({ ...get, ...to }))),
      },
    ],
    roles: roles.map((role) => ({ arn: the.ROLE, trust: podTrust(the.BILLING), ...role })),
    associations: [{ ...the.BILLING, roleArn: the.ROLE }],
    grants: [{ reader: the.BILLING, secret: the.SECRET }],
    ...more,
  };
}

export const reader = { policies: [readPolicy(the.SECRET)] };

const everything = policy(allow("*"));
const accounts = [the.CLUSTER_ACCOUNT, the.OWNER].map((account) => root(account).AWS);

/** The secret's policy with a Deny for everyone but these. */
function allBut(NotPrincipal: string[], ...more: object[]): object {
  return policy(readStatement(the.ROLE, the.BILLING), ...more, {
    Effect: "Deny",
    NotPrincipal: { AWS: NotPrincipal },
    Action: "secretsmanager:*",
    Resource: "*",
  });
}

/** A role of the owner's account that may do everything. The Deny does not apply to it. */
function withAuditor(boundary: object | null) {
  const documents = oneReader({ secretPolicy: allBut([the.ROLE, the.AUDITOR, ...accounts]) });
  const auditor = {
    arn: the.AUDITOR,
    trust: ec2Trust,
    policies: [everything],
    permissionsBoundary: boundary,
  };
  return { ...documents, roles: [...(documents.roles ?? []), auditor] };
}

/** Principals that a Deny with `NotPrincipal` excepts: nobody with a permissions boundary (IAM User Guide, access_policies_boundaries). */
export const excepted = named({
  "a Deny of all principals but the role, its session and its account": one({
    secretPolicy: allBut([the.ROLE, ...accounts]),
  }),
  "a Deny of all principals but the role, which denies the role for its account's sake": one(
    "grant-available",
    { secretPolicy: allBut([the.ROLE]) },
  ),
  "a Deny of all principals but the role, which has a boundary": one("grant-available", {
    secretPolicy: allBut([the.ROLE, ...accounts]),
    boundary: everything,
  }),
  "a Deny of all principals but a role that reads, which has no boundary": known(
    "read-exclusive",
    withAuditor(null),
  ),
  "a Deny of all principals but a role that would read, which has a boundary": known(
    withAuditor(everything),
  ),
  "a Deny of all principals but a role of which nobody knows whether it has a boundary": one(
    "secret-bounded key-bounded read-exclusive",
    {
      secretPolicy: allBut(
        [the.ROLE, the.STRANGER, root(the.PARTNER).AWS, ...accounts],
        allowTo({ AWS: the.STRANGER }, the.READS),
      ),
      keyPolicy: policy(ownerStatement, decryptStatement([the.ROLE, the.STRANGER], the.SECRET)),
    },
  ),
});
