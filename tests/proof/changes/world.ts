import type { AccessDocuments, RoleDocuments, World } from "../../../proof";

/** The account of the secrets, the account of workloads, and the management account. */
export const [A, B, C] = ["111111111111", "222222222222", "333333333333"];

export const role = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
export const user = (account: string, name: string) => `arn:aws:iam::${account}:user/${name}`;
export const group = (account: string, name: string) => `arn:aws:iam::${account}:group/${name}`;

export const ATTACKER = role(A, "attacker");
export const READER = role(A, "readers/reader");
export const BUILDER = role(A, "builder");
export const DEPLOYER = role(A, "deployer");
export const READER_B = role(B, "reader-b");
export const PERSON = user(A, "person");
export const ADMINS = group(A, "admins");

const secret = (name: string) => `arn:aws:secretsmanager:eu-west-1:${A}:secret:${name}-AbCdEf`;
/** A secret without a policy, encrypted with the AWS managed key. */
export const OPEN = secret("open");
/** A sealed secret. Its policy denies everyone but its reader and the deployer. */
export const SEALED = secret("sealed");
/** A secret that admits a reader of account B, which has a tag. */
export const SHARED = secret("shared");
export const KEY = `arn:aws:kms:eu-west-1:${A}:key/11111111-2222-3333-4444-555555555555`;
export const MULTI = `arn:aws:kms:eu-west-1:${A}:key/mrk-1111222233334444`;
export const TOKEN = `arn:aws:ssm:eu-west-1:${A}:parameter/app/token`;
export const ENDPOINT = `arn:aws:ec2:eu-west-1:${A}:vpc-endpoint/vpce-0a1b2c3d`;

type Condition = Record<string, Record<string, string | string[]>>;

/** A statement of an identity policy. */
export function allow(
  action: string | string[],
  resource: string | string[] = "*",
  condition?: Condition,
) {
  return statement("Allow", action, resource, condition);
}

export function deny(
  action: string | string[],
  resource: string | string[] = "*",
  condition?: Condition,
) {
  return statement("Deny", action, resource, condition);
}

function statement(
  effect: string,
  action: string | string[],
  resource: string | string[],
  condition?: Condition,
) {
  return {
    ...{ Effect: effect, Action: action, Resource: resource },
    ...(condition && { Condition: condition }),
  };
}

export function policy(...Statement: object[]) {
  return { Version: "2012-10-17", Statement };
}

/** A statement with a principal. Without a resource, it is for a trust policy. */
export function letIn(
  principal: string | object,
  action: string | string[],
  condition?: Condition,
  resource?: string,
) {
  return {
    ...{ Effect: "Allow", Principal: principal, Action: action },
    ...(resource && { Resource: resource }),
    ...(condition && { Condition: condition }),
  };
}

export const trusts = (principal: string | object, condition?: Condition) =>
  policy(letIn(principal, "sts:AssumeRole", condition));

const reads = (arn: string) => policy(allow("secretsmanager:GetSecretValue", arn));

/** The base of all cases: an attacker without rights, and readers. */
export function base(): World {
  const roles: RoleDocuments[] = [
    { arn: ATTACKER, trust: trusts({ AWS: `arn:aws:iam::${A}:root` }), policies: [] },
    {
      arn: READER,
      trust: trusts({ Service: "lambda.amazonaws.com" }),
      policies: [
        policy(allow("secretsmanager:GetSecretValue", [SEALED, OPEN]), allow("kms:Decrypt", KEY)),
      ],
    },
    { arn: BUILDER, trust: trusts({ Service: "ec2.amazonaws.com" }), policies: [] },
    { arn: DEPLOYER, trust: trusts({ AWS: READER }), policies: [] },
    {
      arn: READER_B,
      tags: {},
      trust: trusts({ Service: "ec2.amazonaws.com" }),
      policies: [reads(SHARED), policy(allow("kms:Decrypt", KEY))],
    },
  ];
  const documents: AccessDocuments = {
    wholeAccounts: [A, B, C],
    keys: [
      {
        arn: KEY,
        policy: policy(
          letIn({ AWS: `arn:aws:iam::${A}:root` }, "kms:*", undefined, "*"),
          letIn({ AWS: READER_B }, "kms:Decrypt", undefined, "*"),
        ),
      },
    ],
    secrets: [
      { arn: OPEN },
      {
        arn: SEALED,
        key: KEY,
        policy: policy({
          ...{
            Effect: "Deny",
            Principal: "*",
            Action: "secretsmanager:GetSecretValue",
            Resource: "*",
          },
          Condition: { StringNotEquals: { "aws:PrincipalArn": [READER, DEPLOYER] } },
        }),
      },
      {
        arn: SHARED,
        key: KEY,
        policy: policy(
          letIn(
            { AWS: READER_B },
            "secretsmanager:GetSecretValue",
            { StringEquals: { "aws:PrincipalTag/team": "blue" } },
            "*",
          ),
        ),
      },
    ],
    parameters: [{ arn: TOKEN, secure: true }],
    roles,
    users: [{ arn: PERSON, policies: [], groups: [] }],
    groups: [{ arn: ADMINS, policies: [policy(allow("secretsmanager:*"))] }],
  };
  return { documents, managedPolicies: [], compute: [] };
}

/** A difference from the base. */
export type Difference = (world: World) => World;

const changed =
  (
    list: "roles" | "users" | "groups" | "secrets" | "keys",
    arn: string,
    change: object,
  ): Difference =>
  (world) => ({
    ...world,
    documents: {
      ...world.documents,
      [list]: (world.documents[list] as { arn: string }[]).map((one) =>
        one.arn === arn ? { ...one, ...change } : one,
      ),
    },
  });

export const withRole = (arn: string, change: Partial<RoleDocuments>) =>
  changed("roles", arn, change);
export const withUser = (arn: string, change: object) => changed("users", arn, change);
export const withSecret = (arn: string, change: object) => changed("secrets", arn, change);
export const withKey = (arn: string, change: object) => changed("keys", arn, change);
export const withDocuments =
  (more: Partial<AccessDocuments>): Difference =>
  (world) => ({
    ...world,
    documents: { ...world.documents, ...more },
  });
export const withMore =
  (more: Partial<World>): Difference =>
  (world) => ({ ...world, ...more });

export const withRoles =
  (...roles: RoleDocuments[]): Difference =>
  (world) =>
    withDocuments({ roles: [...(world.documents.roles ?? []), ...roles] })(world);
/** Of the base's roles, only the attacker is left. */
export const nobodyElse: Difference = (world) =>
  withDocuments({ roles: world.documents.roles?.filter(({ arn }) => arn === ATTACKER) ?? [] })(
    world,
  );

/** Gives the attacker these rights. */
export const may = (...statements: object[]) =>
  withRole(ATTACKER, { policies: [policy(...statements)] });

export function worldOf(differences: Difference[]): World {
  return differences.reduce((world, difference) => difference(world), base());
}

/** A deployment with one way for the attacker to read. */
export interface Planted extends Deployment {
  /** The kinds of its steps, in any order. */
  steps: string[];
}

/** A world, and the secret or parameter that the attacker wants to read. */
interface Deployment {
  title: string;
  differences: Difference[];
  secret: string;
}

/** A deployment in which the attacker almost comes to read. */
export interface NearMiss extends Deployment {
  /** The kind of change that almost leads there. */
  near: string;
  /** Calls that the attacker tries, whether they are allowed or not. Afterwards it tries to read. */
  tries: Try[];
}

/** A call: its action, its resource, and the context that the caller chooses. */
export type Try = [action: string, resource: string, context?: Record<string, string | string[]>];

export const get = allow("secretsmanager:GetSecretValue");
export const MANAGED = `arn:aws:iam::${A}:policy/team`;
export const FUNCTION = `arn:aws:lambda:eu-west-1:${A}:function:job`;
export const readsAll = policy(
  allow(["secretsmanager:GetSecretValue", "kms:Decrypt", "ssm:GetParameter*"]),
);

/** Control policies of the account. Another policy allows everything. */
export const controls = (account: string, ...statements: object[]) =>
  withDocuments({
    organization: {
      id: "o-1234567890",
      managementAccount: C,
      serviceControlPolicies: [{ account, levels: [[policy(allow("*"), ...statements)]] }],
    },
  });
