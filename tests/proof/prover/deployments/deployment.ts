import type { AccessDocuments } from "../../../../proof";
import type { ClaimId } from "../../../../proof/prover/claims/claim";

/** A deployment as somebody else would write it, and what is known of it by reasoning. */
export interface KnownDeployment {
  title: string;
  documents: AccessDocuments;
  /** Assumptions that are not made. */
  drop?: string[];
  /** Claims that fail, with what the subject's ARN ends in; every other one is proved. */
  refuted?: [claim: ClaimId, subject: string][];
}

export const CLUSTER_ACCOUNT = "111111111111";
export const OWNER = "222222222222";
export const PARTNER = "333333333333";
export const REGION = "us-east-1";
export const CLUSTER = `arn:aws:eks:${REGION}:${CLUSTER_ACCOUNT}:cluster/prod`;
export const KEY = `arn:aws:kms:${REGION}:${OWNER}:key/0d4c5a1e-6f1b-4c35-9a57-2b7f6f1f0a11`;
export const SECRET = `arn:aws:secretsmanager:${REGION}:${OWNER}:secret:billing/db-Qr7TzX`;
export const OTHER_SECRET = `arn:aws:secretsmanager:${REGION}:${OWNER}:secret:reports/db-Lm2NoP`;
export const ROLE = `arn:aws:iam::${CLUSTER_ACCOUNT}:role/pods/billing-api`;
export const OTHER_ROLE = `arn:aws:iam::${CLUSTER_ACCOUNT}:role/pods/reports-job`;
export const TARGET_ROLE = `arn:aws:iam::${OWNER}:role/pods/billing-api`;
export const VIA_SERVICE = `secretsmanager.${REGION}.amazonaws.com`;
export const READS = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"];

export const BILLING = { clusterArn: CLUSTER, namespace: "billing", serviceAccount: "api" };
/** A reader in a cluster of the owner's own account, and its role. */
export const OWN_READER = { ...BILLING, clusterArn: `arn:aws:eks:${REGION}:${OWNER}:cluster/prod` };
export const OWN_ROLE = TARGET_ROLE;
/** Roles of whom nothing was declared. */
export const AUDITOR = `arn:aws:iam::${OWNER}:role/auditor`;
export const STRANGER = `arn:aws:iam::${PARTNER}:role/stranger`;
export const REPORTS = { clusterArn: CLUSTER, namespace: "reports", serviceAccount: "job" };

export function root(account: string): { AWS: string } {
  return { AWS: `arn:aws:iam::${account}:root` };
}

export function policy(...statements: object[]): { Version: string; Statement: object[] } {
  return { Version: "2012-10-17", Statement: statements };
}

/** The trust of a role that machines have. */
export const ec2Trust = policy({
  Effect: "Allow",
  Principal: { Service: "ec2.amazonaws.com" },
  Action: "sts:AssumeRole",
});

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
  return policy({
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: { StringEquals: tagsOf("aws:RequestTag", reader), ...conditions },
  });
}

export function readPolicy(secrets: string | string[], key: string | null = KEY): object {
  const reads = { Effect: "Allow", Action: READS, Resource: secrets };
  if (key === null) return policy(reads);
  return policy(reads, {
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: key,
    Condition: {
      StringEquals: { "kms:ViaService": VIA_SERVICE, "kms:EncryptionContext:SecretARN": secrets },
    },
  });
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
  return {
    Effect: "Allow",
    Principal: { AWS: role },
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: {
      StringEquals: { "kms:ViaService": VIA_SERVICE, "kms:EncryptionContext:SecretARN": secrets },
    },
  };
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
  secretTags: Record<string, string>;
  sealed: boolean;
  keyPolicy: object;
  trust: object;
  policies: object[];
  boundary: object | null;
  roleTags: Record<string, string>;
  more: Partial<AccessDocuments>;
}

export function oneReader(parts: Partial<Parts> = {}): AccessDocuments {
  const {
    boundary = null,
    keyPolicy = policy(ownerStatement, decryptStatement(ROLE, SECRET)),
    more = {},
    policies = [readPolicy(SECRET)],
    roleTags = {},
    sealed = false,
    secretPolicy = policy(readStatement(ROLE, BILLING)),
    secretTags = {},
    trust = podTrust(BILLING),
  } = parts;
  return {
    keys: [{ arn: KEY, policy: keyPolicy }],
    secrets: [{ arn: SECRET, key: KEY, policy: secretPolicy, tags: secretTags, sealed }],
    roles: [{ arn: ROLE, tags: roleTags, trust, policies, permissionsBoundary: boundary }],
    associations: [{ ...BILLING, roleArn: ROLE }],
    grants: [{ reader: BILLING, secret: SECRET }],
    ...more,
  };
}
