import type { PodSecretArgs } from "../../../sdk";

export const keyArn = "arn:aws:kms:us-east-1:222222222222:key/11111111-2222-3333-4444-555555555555";
export const replicaKeyArn =
  "arn:aws:kms:us-west-2:222222222222:key/66666666-2222-3333-4444-555555555555";
export const secretArn = "arn:aws:secretsmanager:us-east-1:222222222222:secret:orders/db-AbC123";
export const reader = {
  clusterArn: "arn:aws:eks:us-east-1:111111111111:cluster/shop",
  namespace: "orders",
  serviceAccount: "orders-api",
};
export const roleArn = "arn:aws:iam::111111111111:role/pods/orders-api";
export const foreign: PodSecretArgs = {
  secretName: "orders/db",
  keyArn,
  readers: [{ reader, roleArn }],
};
