import type { RoleDocuments } from "../../../../proof";
import type { ClaimId } from "../../../../proof/prover/claims/claim";
import type { AccessDocuments } from "../../pods";
import { allow, allowTo, trusts } from "../../statements";

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
/** Roles about which nothing was declared. */
export const AUDITOR = `arn:aws:iam::${OWNER}:role/auditor`;
export const STRANGER = `arn:aws:iam::${PARTNER}:role/stranger`;
export const REPORTS = { clusterArn: CLUSTER, namespace: "reports", serviceAccount: "job" };

export function root(account: string): { AWS: string } {
  return { AWS: `arn:aws:iam::${account}:root` };
}

export function policy(...statements: object[]): { Version: string; Statement: object[] } {
  return { Version: "2012-10-17", Statement: statements };
}

/** The trust policy of a role for EC2 instances. */
export const ec2Trust = policy(trusts({ Service: "ec2.amazonaws.com" }, "sts:AssumeRole"));

/** A reader's three tags under the keys of a family, `aws:PrincipalTag` or `aws:RequestTag`. */
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

/** The statement that lets the owner's account administer its key. */
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

/** The parts that tests vary: one reader in another account, and one secret with its own key. */
export interface Parts {
  secretPolicy: object | null;
  /** Further statements of the secret's policy, of the key policy and of the trust policy. */
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

/** A deployment that somebody else could have written, and what must be proved and refuted about it. */
export interface KnownDeployment {
  title: string;
  documents: AccessDocuments;
  /** Assumptions that the proof may not make. */
  drop?: string[];
  /** Claims that are refuted, each with the end of its subject's ARN. All other claims are proved. */
  refuted?: [claim: ClaimId, subject: string][];
}

type Known = Omit<KnownDeployment, "title">;

/** Deployments by their titles. */
export function named(known: Record<string, Known>): KnownDeployment[] {
  return Object.entries(known).map(([title, one]) => ({ title, ...one }));
}

/** A deployment for each of the values. */
export function each<T>(values: T[], named: (value: T) => [title: string, Known]) {
  return Object.fromEntries(values.map(named));
}

/**
 * Says what is known about documents. The text before them lists the refuted claims, such as `secret-bounded role-contained:ARN`,
 * and all others are proved. A claim without an ARN is about the one reader's secret, key or role.
 */
export function known(...[first, second]: [AccessDocuments] | [string, AccessDocuments]): Known {
  if (typeof first !== "string") return { documents: first };
  const refuted = first.split(" ").map((claim) => {
    const [id = "", subject] = claim.split(/:(.*)/);
    return [id, subject ?? subjectOf(id)] as [ClaimId, string];
  });
  return { documents: second ?? {}, refuted };
}

/** As `known`, but takes the arguments that `build` makes the documents from. */
export function knownOf<Parts extends unknown[]>(build: (...parts: Parts) => AccessDocuments) {
  return (...[first, ...others]: Parts | [claims: string, ...Parts]): Known =>
    typeof first === "string"
      ? known(first, build(...(others as Parts)))
      : known(build(...([first, ...others] as Parts)));
}

/** What is known about the one reader's deployment with these parts changed. */
export const one = knownOf(oneReader);

/** The same without an assumption. */
export function without(assumption: string, known: Known): Known {
  return { ...known, drop: [assumption] };
}

function subjectOf(claim: string): string {
  if (claim.startsWith("role-")) return ROLE;
  return claim === "key-bounded" ? KEY : SECRET;
}
