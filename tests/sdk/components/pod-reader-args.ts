import type { PodReaderArgs } from "../../../sdk";

export const clusterArn = "arn:aws:eks:us-east-1:111111111111:cluster/shop";
export const own = "arn:aws:secretsmanager:us-east-1:111111111111:secret:own-AbC123";
export const foreign = "arn:aws:secretsmanager:us-east-1:222222222222:secret:theirs-AbC123";
export const keyArn = "arn:aws:kms:us-east-1:222222222222:key/11111111-2222-3333-4444-555555555555";
export const parameter = "arn:aws:ssm:us-east-1:111111111111:parameter/shop/flags";
export const targetRoleArn = "arn:aws:iam::222222222222:role/target";
export const args: PodReaderArgs = {
  clusterArn,
  namespace: "orders",
  serviceAccount: "orders-api",
  secrets: [{ arn: own }],
};
