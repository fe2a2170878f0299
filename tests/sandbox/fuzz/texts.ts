import { A, REGION } from "../support";

const documentOf = (...statements: unknown[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const ALLOW = { Effect: "Allow", Action: "*", Resource: "*" };
const ROOT = { AWS: `arn:aws:iam::${A}:root` };

/** Policies of every kind, and what is none. */
export const RESOURCE_POLICIES = [
  documentOf(ALLOW),
  documentOf({ ...ALLOW, Principal: ROOT }),
  documentOf({ ...ALLOW, Effect: "Deny", Principal: "*", Condition: { Bool: { a: "true" } } }),
  documentOf({ Effect: "Allow", Principal: ROOT, Action: ["sts:AssumeRole", "sts:TagSession"] }),
  documentOf({
    Effect: "Allow",
    Principal: { Service: ["eks.amazonaws.com", "pods.eks.amazonaws.com"] },
    Action: ["sts:AssumeRole", "sts:TagSession"],
  }),
  documentOf({ ...ALLOW, Principal: { AWS: `arn:aws:iam::${A}:role/a` } }),
  documentOf({
    ...ALLOW,
    Condition: { StringLike: { "aws:PrincipalTag/a": "$" + "{aws:username}*" } },
  }),
  documentOf({ ...ALLOW, Condition: { NumericLessThan: { "aws:MultiFactorAuthAge": "1e400" } } }),
  documentOf(),
  documentOf(null),
  documentOf({ ...ALLOW, Resource: [null, []] }),
  '{"Statement":',
  "x",
];

/** Values that services take, by the members that hold them. */
export const TEXTS: Record<string, string[]> = {
  Url: ["https://a.example", "http://a.example"],
  Path: ["/", "/x/", "/x"],
  PathPrefix: ["/", "/x"],
  KeyId: ["alias/a", "alias/aws/ssm", "alias/aws/secretsmanager"],
  KmsKeyId: ["alias/a", "alias/aws/secretsmanager"],
  AliasName: ["alias/a", "alias/b", "alias/aws/x"],
  TargetKeyId: ["alias/a"],
  Region: ["eu-west-1", REGION, "nowhere-1"],
  ReplicaRegion: ["eu-west-1", REGION],
  RemoveReplicaRegions: ["eu-west-1", "eu-north-1"],
  ClientRequestToken: ["1".repeat(32), "2".repeat(32)],
  clientRequestToken: ["token", "other"],
  SecretString: ["value", "other"],
  RotationLambdaARN: [`arn:aws:lambda:${REGION}:${A}:function:a`],
  ScheduleExpression: ["rate(10 days)", "cron(0 8 * * ? *)", "rate(x)"],
  Duration: ["2h", "25h"],
  RoleSessionName: ["session"],
  ThumbprintList: ["0".repeat(40)],
  VersionId: ["v1", "v2", "1".repeat(32)],
  version: ["1.33", "1.34"],
  subnetIds: ["subnet-1", "subnet-2"],
  subnets: ["subnet-1"],
  addonName: ["eks-pod-identity-agent", "aws-secrets-store-csi-driver-provider", "coredns"],
  configurationValues: ["{}", "{", "[]", '{"a":1}', "null"],
  policyArn: ["arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"],
  ServiceName: [`com.amazonaws.${REGION}.ssm`],
  Key: ["a", "aws:a", "name", "Name", "Path", "tag:a"],
  TagKey: ["a", "aws:a"],
  Value: ["value", "other"],
};
