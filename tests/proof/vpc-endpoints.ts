import type { AccessDocuments, VpcEndpointDocuments } from "./pods";
import * as the from "./prover/deployments/deployment";
import { oneReader, policy } from "./prover/deployments/deployment";
import { allowTo } from "./statements";

export const ID = "vpce-0a1b2c3d";
export const VPC = "vpc-0a1b2c3d";
export const everything = allowTo("*", "*");
export const readersOnly = policy({
  ...everything,
  Principal: { AWS: the.ROLE },
  Action: the.READS,
});
export const nobody = policy({ ...everything, Effect: "Deny" });

export function endpoint(
  document: object | null,
  { id = ID, region = the.REGION, service = "secretsmanager", ...more }: Partial<Place> = {},
): VpcEndpointDocuments {
  return {
    arn: `arn:aws:ec2:${region}:${the.CLUSTER_ACCOUNT}:vpc-endpoint/${id}`,
    service: `com.amazonaws.${more.serviceRegion ?? region}.${service}`,
    vpc: VPC,
    policy: document,
    ...(more.clusters && { clusters: more.clusters }),
  };
}

interface Place {
  id: string;
  region: string;
  service: string;
  serviceRegion: string;
  clusters: string[];
}

/** One reader, whose pods endpoints may lead. */
export const withEndpoints = (...vpcEndpoints: VpcEndpointDocuments[]): AccessDocuments =>
  oneReader({ more: { vpcEndpoints } });

export const READER_ACCOUNT = "111111111111";
export const OWNER_ACCOUNT = "222222222222";
export const OTHER_ACCOUNT = "333333333333";
export const CLUSTER = `arn:aws:eks:us-east-1:${READER_ACCOUNT}:cluster/ascp-podidentity`;
export const ROLE = `arn:aws:iam::${READER_ACCOUNT}:role/ascp-podidentity-cross`;
export const SECRET = `arn:aws:secretsmanager:us-east-1:${OWNER_ACCOUNT}:secret:secret-b-AbCdEf`;
export const KEY = `arn:aws:kms:us-east-1:${OWNER_ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
const VIA = "secretsmanager.us-east-1.amazonaws.com";
const READS = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"];

/** The reader's pod as Pod Identity describes it. */
export const ASSOCIATION = {
  clusterArn: CLUSTER,
  namespace: "default",
  serviceAccount: "serviceaccount-b",
  roleArn: ROLE,
};

/** A fresh copy of one granted secret of another account: every document of both sides. */
export function crossAccountDocuments() {
  return {
    administrators: [] as string[],
    organization: {
      id: "o-exampleorg",
      serviceControlPolicies: [
        { account: READER_ACCOUNT, levels: [[document(allow({ Action: "*", Resource: "*" }))]] },
      ],
      resourceControlPolicies: [],
    },
    keys: [{ arn: KEY, policy: keyPolicy() }],
    secrets: [
      {
        arn: SECRET,
        key: KEY,
        tags: { "eks-cluster-name": "ascp-podidentity", "kubernetes-namespace": "default" },
        policy: secretPolicy(),
      },
    ],
    roles: [
      {
        arn: ROLE,
        tags: {} as Record<string, string>,
        trust: trustPolicy(),
        policies: [identityPolicy()],
        permissionsBoundary: null,
      },
    ],
    associations: [
      { ...ASSOCIATION, targetRoleArn: null, disableSessionTags: false, policy: null },
    ],
    grants: [
      {
        reader: { clusterArn: CLUSTER, namespace: "default", serviceAccount: "serviceaccount-b" },
        secret: SECRET,
      },
    ],
  } satisfies AccessDocuments;
}

function keyPolicy() {
  return document(
    allow({
      Sid: "OwnerAdministration",
      Principal: { AWS: `arn:aws:iam::${OWNER_ACCOUNT}:root` },
      Action: "kms:*",
      Resource: "*",
    }),
    allow({
      Sid: "ReadersDecryptThroughSecretsManager",
      Principal: { AWS: `arn:aws:iam::${READER_ACCOUNT}:root` },
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: {
        ArnEquals: { "aws:PrincipalArn": ROLE },
        StringEquals: {
          "kms:CallerAccount": READER_ACCOUNT,
          "kms:EncryptionContext:SecretARN": SECRET,
          "kms:ViaService": VIA,
        },
      },
    }),
  );
}

function secretPolicy() {
  return document(
    allow({
      Sid: "ReaderApplicationB",
      Principal: { AWS: `arn:aws:iam::${READER_ACCOUNT}:root` },
      Action: READS,
      Resource: "*",
      Condition: {
        ArnEquals: { "aws:PrincipalArn": ROLE },
        StringEquals: {
          "aws:PrincipalTag/eks-cluster-arn": CLUSTER,
          "aws:PrincipalTag/kubernetes-namespace": "default",
          "aws:PrincipalTag/kubernetes-service-account": "serviceaccount-b",
        },
      },
    }),
  );
}

function trustPolicy() {
  return document(
    allow({
      Sid: "EksPodIdentity",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        StringEquals: {
          "aws:RequestTag/eks-cluster-arn": CLUSTER,
          "aws:RequestTag/kubernetes-namespace": "default",
          "aws:RequestTag/kubernetes-service-account": "serviceaccount-b",
          "aws:SourceAccount": READER_ACCOUNT,
        },
      },
    }),
  );
}

function identityPolicy() {
  return document(
    allow({ Sid: "ReadSecrets", Action: READS, Resource: SECRET }),
    allow({
      Sid: "DecryptThroughSecretsManager",
      Action: "kms:Decrypt",
      Resource: KEY,
      Condition: {
        StringEquals: { "kms:EncryptionContext:SecretARN": SECRET, "kms:ViaService": VIA },
      },
    }),
  );
}

/** An Allow statement. */
export function allow(elements: object): object {
  return { Effect: "Allow", ...elements };
}

/** A Deny statement. */
export function deny(elements: object): object {
  return { Effect: "Deny", ...elements };
}

/** A document of the current version. */
export function document(...statements: object[]) {
  return { Version: "2012-10-17", Statement: statements };
}
