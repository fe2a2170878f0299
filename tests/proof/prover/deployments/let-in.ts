import type { AccessDocuments, RoleDocuments } from "../../../../proof";
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
export const get = { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" };
export const decrypt = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };
export const service = (Service: string) =>
  policy({ Effect: "Allow", Principal: { Service }, Action: assume });
export const untaggedPods = policy({
  Effect: "Allow",
  Principal: { Service: "pods.eks.amazonaws.com" },
  Action: "sts:AssumeRole",
});
export const trusting = (Principal: object, Condition: object = {}) =>
  policy({ Effect: "Allow", Principal, Action: assume, Condition });
export const mayAssume = (Resource: string) =>
  policy({ Effect: "Allow", Action: assume, Resource });
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
