import type * as pulumi from "@pulumi/pulumi";
import {
  type ComponentName as AnyName,
  componentNames as all,
} from "../../sdk/components/minimal-args";

/** Components that the sandbox can deploy. It has no AWS Organizations. */
export type ComponentName = Exclude<AnyName, "AccessGuards">;

export const componentNames = all.filter((name): name is ComponentName => name !== "AccessGuards");

export const OWNER = "111111111111";
export const READER = "222222222222";
export const REGION = "us-east-1";

/** ARNs of what the owner's project has. The reader's project gets them by a stack reference. */
export type Shared = Record<(typeof SHARED)[number], pulumi.Input<string>>;

export const SHARED = [
  "secretArn",
  "otherSecretArn",
  "thirdSecretArn",
  "keyArn",
  "otherKeyArn",
  "replicaKeyArn",
  "otherReplicaKeyArn",
  "targetRoleArn",
  "otherTargetRoleArn",
] as const;

export const clusterArn = (name: string) => `arn:aws:eks:${REGION}:${READER}:cluster/${name}`;
export const roleArn = (name: string) => `arn:aws:iam::${READER}:role/${name}`;

/** A pod of the reader's account. */
export const pod = (name: string) => ({
  clusterArn: clusterArn("shop"),
  namespace: "orders",
  serviceAccount: name,
});

/** The arguments of each component before a change. `id` makes its names unique. */
export const usualArgs: Record<ComponentName, (id: string, shared: Shared) => object> = {
  PodSecretKey: (id) => ({ keyAlias: id, tags: { team: "orders" } }),
  PodSecret: (id, { keyArn }) => ({
    secretName: `orders/${id}`,
    keyArn,
    description: "of orders",
    tags: { "eks-cluster-name": "shop", "kubernetes-namespace": "orders" },
    readers: ["api", "jobs"].map((one) => ({ reader: pod(one), roleArn: roleArn(one) })),
    replicas: [{ region: "eu-west-1" }],
  }),
  PodSecretKeyPolicy: (_, { keyArn, secretArn }) => ({
    keyArn,
    secrets: [
      { encryptionContextArns: [secretArn], readerRoleArns: [roleArn("api"), roleArn("jobs")] },
    ],
  }),
  PodTargetRole: (id, { keyArn, secretArn }) => ({
    reader: pod(id),
    readerRoleArn: roleArn("api"),
    ownerAccountId: OWNER,
    secrets: [{ arn: secretArn, keyArn }],
    parameters: [{ arn: `arn:aws:ssm:${REGION}:${OWNER}:parameter/flags` }],
  }),
  PodReader: (id, { keyArn, secretArn }) => ({
    ...pod(id),
    secrets: [{ arn: secretArn, keyArn }],
    parameters: [{ arn: `arn:aws:ssm:${REGION}:${READER}:parameter/flags` }],
  }),
  SecretMount: (_, { secretArn }) => ({
    namespace: "orders",
    region: REGION,
    objects: [
      { objectName: secretArn, objectAlias: "db" },
      { objectName: "flags", objectType: "ssmparameter" },
    ],
    secretObjects: [{ secretName: "copy", data: [{ key: "db", objectName: "db" }] }],
  }),
  SecretsStoreCsi: (id) => ({ clusterName: id }),
  SharedSecret: (id) => ({
    secretName: `orders/${id}`,
    readers: [pod("api"), pod("jobs")],
    tags: { "eks-cluster-name": "shop", "kubernetes-namespace": "orders" },
  }),
  SharedSecretMount: (id, { keyArn, secretArn }) => ({
    ...pod(id),
    secrets: [{ arn: secretArn, keyArn, objectAlias: "db" }],
  }),
};
