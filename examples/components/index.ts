// One secret of an owner's account, read by one pod of another account's cluster.
import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import {
  PodReader,
  PodSecret,
  PodSecretKey,
  PodSecretKeyPolicy,
  SecretMount,
} from "eks-pod-secrets";

const config = new pulumi.Config();
const region = "us-east-1";
const cluster = { account: config.require("readerAccount"), name: config.require("clusterName") };
const clusterArn = `arn:aws:eks:${region}:${cluster.account}:cluster/${cluster.name}`;
const pod = { clusterArn, namespace: "orders", serviceAccount: "orders-api" };
const roleName = "orders-api";
const roleArn = `arn:aws:iam::${cluster.account}:role/${roleName}`;

// The owner's side. The role need not exist yet: its ARN follows from its name.
const owner = new aws.Provider("owner", { region, profile: config.require("ownerProfile") });
const key = new PodSecretKey("orders", { keyAlias: "pods-orders" }, { providers: [owner] });
const secret = new PodSecret(
  "orders-db",
  { secretName: "orders/db", keyArn: key.keyArn, readers: [{ reader: pod, roleArn }] },
  { providers: [owner] },
);
const keyPolicy = new PodSecretKeyPolicy(
  "orders",
  {
    keyArn: key.keyArn,
    secrets: [{ encryptionContextArns: [secret.secretArn], readerRoleArns: [roleArn] }],
  },
  { providers: [owner] },
);

// The reader's side.
const runner = new aws.Provider("runner", { region, profile: config.require("readerProfile") });
const kubernetes = new k8s.Provider("kubernetes", { context: config.require("kubeContext") });
const reader = new PodReader(
  "orders",
  { ...pod, roleName, secrets: [{ arn: secret.secretArn, keyArn: keyPolicy.keyArn }] },
  { providers: [runner, kubernetes] },
);
const mount = new SecretMount(
  "orders",
  {
    namespace: pod.namespace,
    region,
    objects: [{ objectName: secret.secretArn, objectAlias: "db" }],
  },
  { providers: [kubernetes] },
);

/** For the pod's specification: `serviceAccountName`, `volumes` and the container's `volumeMounts`. */
export const serviceAccountName = reader.serviceAccount;
export const volumes = [mount.volume];
export const volumeMounts = [mount.volumeMount];
