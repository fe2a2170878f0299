import { serviceTrust } from "../../../sandbox/eks-support";
import { A, B } from "../../../sandbox/support";

/** What the cases try to read: a secret of B under a key of its own, one of A under the AWS managed key, a parameter of A. */
export interface Targets {
  foreign: string;
  own: string;
  parameter: string;
  /** Key of `foreign`. */
  key: string;
}
export type Target = "foreign" | "own" | "parameter";

/** One role or user that is planted, by default a role of B that its administrator may become. */
export interface Case {
  /** What it may do by inline policy. */
  rights?: object[];
  target?: Target;
  account?: string;
  /** A user instead of a role. */
  isUser?: true;
  trust?: string;
  tags?: Record<string, string>;
  boundary?: object[];
  /** Customer managed policies. */
  managed?: object[][];
  /** Name of a policy that AWS manages. */
  awsManaged?: string;
  /** Policies of groups that the user is in. */
  groups?: object[][];
  /** Policy of a group that the user is not in. */
  othersGroup?: object[];
  /** Accounts of the roles that lead to this one, the first of which the administrator may become. */
  by?: Link[];
  /** Statements that the target's policy and, of `foreign`, its key's policy get for this one. */
  opens?(arn: string): { secret?: object[]; key?: object[] };
  /** Why no read is tried: what the planted one cannot be given here. */
  untried?: string;
}

/** A role on the way to a reader. */
export interface Link {
  account: string;
  /** What it may do; defaults to becoming the next one. */
  rights?(next: string): object[];
  boundary?: object[];
}

export const statement = (Action: string | string[], Resource: string | string[], more = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
export const deny = (Action: string | string[], Resource: string | string[], more = {}) => ({
  ...statement(Action, Resource, more),
  Effect: "Deny",
});
export const GET = "secretsmanager:GetSecretValue";
export const get = (Resource: string | string[] = "*", more = {}) => statement(GET, Resource, more);
export const decrypt = (Resource = "*", more = {}) => statement("kms:Decrypt", Resource, more);
export const READS = [get(), decrypt()];
/** May get a value, and decrypt. */
export const gets = (Resource: string | string[], more = {}) => ({
  rights: [get(Resource, more), decrypt()],
});
/** May do this, and decrypt. */
export const does = (Action: string | string[], Resource: string | string[] = "*") => ({
  rights: [statement(Action, Resource), decrypt()],
});
/** May read, but for this. */
export const readsBut = (...others: object[]) => ({ rights: [...READS, ...others] });
/** May read under a condition. */
export const when = (Condition: object) => ({
  rights: READS.map((right) => ({ ...right, Condition })),
});
export const ASSUME = ["sts:AssumeRole", "sts:TagSession"];

export function trusting(principal: object | string, more: object = {}): string {
  const allow = { Effect: "Allow", Principal: principal, Action: ASSUME, ...more };
  return JSON.stringify({ Version: "2012-10-17", Statement: [allow] });
}
export const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
export const administrator = (account: string) => ({
  AWS: `arn:aws:iam::${account}:user/administrator`,
});
export const EC2 = serviceTrust("ec2.amazonaws.com");
export const IN_B = `arn:aws:secretsmanager:us-east-1:${B}:secret`;
export const IN_A = `arn:aws:ssm:us-east-1:${A}:parameter`;
