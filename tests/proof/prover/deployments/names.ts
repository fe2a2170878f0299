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
