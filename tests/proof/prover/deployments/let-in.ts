import type { RoleDocuments } from "../../../../proof";
import type { AccessDocuments } from "../../pods";
import { allow, trusts } from "../../statements";
import { ownerStatement, podTrust, policy, readPolicy } from "./deployment";
import * as the from "./names";

export const assume = ["sts:AssumeRole", "sts:TagSession"];
export const get = allow("secretsmanager:GetSecretValue");
export const decrypt = allow("kms:Decrypt");
export const service = (Service: string) => policy(trusts({ Service }, assume));
export const untaggedPods = policy(trusts({ Service: "pods.eks.amazonaws.com" }, "sts:AssumeRole"));
export const trusting = (Principal: object, Condition: object = {}) =>
  policy(trusts(Principal, assume, Condition));
export const mayAssume = (Resource: string) => policy(allow(assume, Resource));
export const inCluster = (name: string) => `arn:aws:iam::${the.CLUSTER_ACCOUNT}:role/${name}`;

/** A secret that statements of both policies let the principals in to, with pods of billing that are declared to read it. */
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
