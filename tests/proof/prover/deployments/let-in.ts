import type { RoleDocuments } from "../../../../proof";
import type { AccessDocuments } from "../../../../sdk/access";
import { allow, trusts } from "../../statements";
import {
  BILLING,
  CLUSTER_ACCOUNT,
  KEY,
  ownerStatement,
  podTrust,
  policy,
  ROLE,
  readPolicy,
  SECRET,
} from "./deployment";

export const assume = ["sts:AssumeRole", "sts:TagSession"];
export const get = allow("secretsmanager:GetSecretValue");
export const decrypt = allow("kms:Decrypt");
export const service = (Service: string) => policy(trusts({ Service }, assume));
export const untaggedPods = policy(trusts({ Service: "pods.eks.amazonaws.com" }, "sts:AssumeRole"));
export const trusting = (Principal: object, Condition: object = {}) =>
  policy(trusts(Principal, assume, Condition));
export const mayAssume = (Resource: string) => policy(allow(assume, Resource));
export const inCluster = (name: string) => `arn:aws:iam::${CLUSTER_ACCOUNT}:role/${name}`;

/** A secret that statements of both policies let the principals in to, with pods of billing that are declared to read it. */
export function documentsOf(
  principal: object | null,
  roles: (RoleDocuments | Partial<RoleDocuments>)[],
  more: AccessDocuments = {},
): AccessDocuments {
  const letIn = principal ? [{ Principal: principal }] : [];
  return {
    keys: [
      { arn: KEY, policy: policy(ownerStatement, ...letIn.map((to) => ({ ...decrypt, ...to }))) },
    ],
    secrets: [
      {
        arn: SECRET,
        key: KEY,
        policy: principal && policy(...letIn.map((to) => ({ ...get, ...to }))),
      },
    ],
    roles: roles.map((role) => ({ arn: ROLE, trust: podTrust(BILLING), ...role })),
    associations: [{ ...BILLING, roleArn: ROLE }],
    grants: [{ reader: BILLING, secret: SECRET }],
    ...more,
  };
}

export const reader = { policies: [readPolicy(SECRET)] };
