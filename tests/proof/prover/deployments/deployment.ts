import type { RoleDocuments } from "../../../../proof";
import type { AccessDocuments } from "../../pods";
import { allow, allowTo, trusts } from "../../statements";
import { BILLING, KEY, OWNER, READS, ROLE, SECRET, VIA_SERVICE } from "./names";

export * from "./names";

export function root(account: string): { AWS: string } {
  return { AWS: `arn:aws:iam::${account}:root` };
}

export function policy(...statements: object[]): { Version: string; Statement: object[] } {
  return { Version: "2012-10-17", Statement: statements };
}

/** The trust of a role that machines have. */
export const ec2Trust = policy(trusts({ Service: "ec2.amazonaws.com" }, "sts:AssumeRole"));

/** The three tags of a reader under the keys of a family, `aws:PrincipalTag` or `aws:RequestTag`. */
export function tagsOf(family: string, reader: typeof BILLING): Record<string, string> {
  return {
    [`${family}/eks-cluster-arn`]: reader.clusterArn,
    [`${family}/kubernetes-namespace`]: reader.namespace,
    [`${family}/kubernetes-service-account`]: reader.serviceAccount,
  };
}

export function podTrust(
  reader: typeof BILLING,
  conditions: object = {},
): ReturnType<typeof policy> {
  return policy(
    trusts({ Service: "pods.eks.amazonaws.com" }, ["sts:AssumeRole", "sts:TagSession"], {
      StringEquals: tagsOf("aws:RequestTag", reader),
      ...conditions,
    }),
  );
}

export function readPolicy(secrets: string | string[], key: string | null = KEY): object {
  const reads = allow(READS, secrets);
  if (key === null) return policy(reads);
  return policy(
    reads,
    allow("kms:Decrypt", key, {
      StringEquals: { "kms:ViaService": VIA_SERVICE, "kms:EncryptionContext:SecretARN": secrets },
    }),
  );
}

/** The owner's account administers its key. */
export const ownerStatement = {
  Sid: "EnableIAMUserPermissions",
  Effect: "Allow",
  Principal: root(OWNER),
  Action: "kms:*",
  Resource: "*",
};

export function decryptStatement(role: string | string[], secrets: string | string[]): object {
  return allowTo({ AWS: role }, "kms:Decrypt", {
    StringEquals: { "kms:ViaService": VIA_SERVICE, "kms:EncryptionContext:SecretARN": secrets },
  });
}

export function readStatement(role: string, reader: typeof BILLING, more: object = {}): object {
  return {
    Effect: "Allow",
    Principal: { AWS: role },
    Action: READS,
    Resource: "*",
    Condition: { StringEquals: tagsOf("aws:PrincipalTag", reader) },
    ...more,
  };
}

/** One reader of another account, one secret with a key of its own: what others vary. */
export interface Parts {
  secretPolicy: object | null;
  /** Further statements of the secret's policy, of the key's and of the trust. */
  secretAlso: object[];
  keyAlso: object[];
  trustAlso: object[];
  secretTags: Record<string, string>;
  sealed: boolean;
  keyPolicy: object;
  trust: object;
  policies: object[];
  /** Further policies of the role, and further roles. */
  policiesAlso: object[];
  rolesAlso: RoleDocuments[];
  boundary: object | null;
  roleTags: Record<string, string>;
  more: Partial<AccessDocuments>;
}

export function oneReader(parts: Partial<Parts> = {}): AccessDocuments {
  const {
    boundary = null,
    keyAlso = [],
    keyPolicy = policy(ownerStatement, decryptStatement(ROLE, SECRET), ...keyAlso),
    more = {},
    policiesAlso = [],
    policies = [readPolicy(SECRET), ...policiesAlso],
    rolesAlso = [],
    roleTags = {},
    sealed = false,
    secretAlso = [],
    secretPolicy = policy(readStatement(ROLE, BILLING), ...secretAlso),
    secretTags = {},
    trustAlso = [],
    trust = policy(...podTrust(BILLING).Statement, ...trustAlso),
  } = parts;
  const role = { arn: ROLE, tags: roleTags, trust, policies, permissionsBoundary: boundary };
  return {
    keys: [{ arn: KEY, policy: keyPolicy }],
    secrets: [{ arn: SECRET, key: KEY, policy: secretPolicy, tags: secretTags, sealed }],
    roles: [role, ...rolesAlso],
    associations: [{ ...BILLING, roleArn: ROLE }],
    grants: [{ reader: BILLING, secret: SECRET }],
    ...more,
  };
}
