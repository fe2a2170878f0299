import * as awsx from "@pulumi/awsx";
import * as eks from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";
import {
  PodReader,
  type PodReaderArgs,
  PodSecret,
  readerRoleName,
  SecretMount,
} from "eks-pod-secrets";
import { mayRead } from "eks-pod-secrets/access";

const registered: { type: string; name: string; inputs: { policy?: string } }[] = [];
pulumi.runtime.setMocks({
  newResource: ({ inputs, name, type }) => {
    registered.push({ type, name, inputs });
    const arn = `arn:aws:secretsmanager:eu-west-1:111111111111:secret:${name}-AbC123`;
    return { id: `${name}-id`, state: { arn, ...inputs } };
  },
  call: ({ inputs }) => inputs,
});

const network = new awsx.ec2.Vpc("network");
const cluster = new eks.Cluster("shop", { vpcId: network.vpcId, skipDefaultNodeGroup: true });
const secret = new PodSecret("db", { secretName: "orders/db" });
const place = {
  clusterArn: "arn:aws:eks:eu-west-1:111111111111:cluster/shop",
  namespace: "orders",
  serviceAccount: "orders-api",
};
const pod: PodReaderArgs = { ...place, secrets: [{ arn: secret.secretArn }] };
const reader = new PodReader("orders", pod, { dependsOn: cluster });
const mount = new SecretMount("orders", {
  namespace: place.namespace,
  region: "eu-west-1",
  objects: [{ objectName: secret.secretArn, objectAlias: "db" }],
});

// At this point everything is registered, and nothing is left to do.
process.once("beforeExit", () => {
  const names = [PodReader, PodSecret, SecretMount].map(({ name }) => name);
  const { policy } = registered.find(({ type }) => type.endsWith(":RolePolicy"))?.inputs ?? {};
  const [{ Resource: resources }] = JSON.parse(policy ?? "").Statement;
  const declared = registered.map(({ name, type }) => `${type} ${name}`).sort();
  console.log(JSON.stringify({ names, policy: resources, registered: declared }));
});

// Only the types matter here.
export const imported = [readerRoleName(place), reader.roleArn, mount.volume, mayRead];
