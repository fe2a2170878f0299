// One secret of an owner's account, read by one pod of another account's cluster.
import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { SharedSecret, SharedSecretMount } from "eks-pod-secrets";

const config = new pulumi.Config();
const region = "us-east-1";
const clusterArn = config.require("clusterArn");
const pod = { clusterArn, namespace: "orders", serviceAccount: "orders-api", roleName: "orders" };

// The owner's side. The pod's role need not exist yet: its ARN follows from its name.
const owner = new aws.Provider("owner", { region, profile: config.require("ownerProfile") });
const shared = new SharedSecret(
  "orders-db",
  { secretName: "orders/db", readers: [pod] },
  { providers: [owner] },
);

// The reader's side.
const runner = new aws.Provider("runner", { region, profile: config.require("readerProfile") });
const kubernetes = new k8s.Provider("kubernetes", { context: config.require("kubeContext") });
const mount = new SharedSecretMount(
  "orders-api",
  { ...pod, secrets: [{ arn: shared.secretArn, keyArn: shared.keyArn, objectAlias: "db" }] },
  { providers: [runner, kubernetes] },
);

/** For the pod's specification: `serviceAccountName`, `volumes` and the container's `volumeMounts`. */
export const serviceAccountName = mount.serviceAccount;
export const volumes = [mount.volume];
export const volumeMounts = [mount.volumeMount];
