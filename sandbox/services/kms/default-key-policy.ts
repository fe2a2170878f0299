import { accountRootArn } from "iam-proof/names";

/** The policy of a key made without one: its account's identity policies decide. */
export function defaultKeyPolicy(partition: string, account: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: accountRootArn(partition, account) },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
}
