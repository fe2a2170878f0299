import type { Reader } from "../../../sdk/grant/landing-zone/pods";

/** The reader in the cross-account part of the walkthrough, and what it reads. */
export const reader: Reader = {
  clusterArn: "arn:aws:eks:us-east-1:111111111111:cluster/ascp-podidentity",
  namespace: "default",
  serviceAccount: "serviceaccount-b",
};
export const roleArn = "arn:aws:iam::111111111111:role/ascp-podidentity-cross";
export const keyArn = "arn:aws:kms:us-east-1:222222222222:key/11111111-2222-3333-4444-555555555555";
export const secretArn = "arn:aws:secretsmanager:us-east-1:222222222222:secret:secret-b-AbCdEf";

/** The `Sid`s of a document, for tests of which statements exist. */
export function sids(document: { Statement: { Sid: string }[] } | undefined): string[] {
  return document?.Statement.map(({ Sid }) => Sid) ?? [];
}
