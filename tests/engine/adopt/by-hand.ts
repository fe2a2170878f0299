import { ok } from "node:assert";
import { setTimeout as sleep } from "node:timers/promises";
import { awsEnvironment } from "../../../sandbox/pulumi/environment";
import { POD_TRUST } from "../../sandbox/eks-support";
import { policy } from "../../sandbox/secrets-support";
import { landingZone } from "../../stacks/run-stack";
import { makeAdoptedClusters } from "../adopted-clusters";
import type { EngineHarness } from "../harness";

/** What somebody has made by hand with AWS's walkthrough, by its IDs. */
export interface MadeByHand {
  secretArn: string;
  keyId: string;
  associationId: string;
}

const A = "111111111111";
const B = "222222222222";
const ROLE = `arn:aws:iam::${A}:role/by-hand`;
export const READS = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"];
const DECRYPTS = ["kms:Decrypt", "kms:DescribeKey"];

/** The inventory that a person writes for it. `reader` has further keys of the reader. */
export const byHandInventory = (reader = "", account = "a") => `
id: lz-tests
accounts: { ${account}: { id: "${A}", region: us-east-1 }, b: { id: "${B}", region: us-east-1 } }
clusters: { shop: { account: ${account}, existing: true, secretsStoreCsi: { install: existing } } }
secrets: { orders: { account: b, key: orders } }
readers:
  orders: { cluster: shop, namespace: default, serviceAccount: orders, roleName: by-hand, reads: [orders]${reader} }
`;

/** The command that finds all of it. */
export const ADOPT =
  "adopt --live --account a=111111111111 b=222222222222 --cluster shop --region us-east-1 --id lz-tests".split(
    " ",
  );

/** Makes a pod in account a, cluster shop, by hand, and the secret `orders` of account b, which the pod mounts. */
export async function makeByHand(sandbox: EngineHarness, inventory: string): Promise<MadeByHand> {
  await makeAdoptedClusters(sandbox, landingZone(inventory));
  const [a, b] = await Promise.all([sandbox.aws("a"), sandbox.aws("b")]);
  for (const addonName of ["eks-pod-identity-agent", "aws-secrets-store-csi-driver-provider"]) {
    await a.eks.createAddon({ clusterName: "shop", addonName });
  }
  const { KeyMetadata } = await b.kms.createKey({
    Policy: policy(
      { Principal: { AWS: `arn:aws:iam::${B}:root` }, Action: "kms:*" },
      { Principal: { AWS: `arn:aws:iam::${A}:root` }, Action: DECRYPTS },
    ),
  });
  const { Arn: keyArn = "", KeyId: keyId = "" } = KeyMetadata ?? {};
  await b.kms.createAlias({ AliasName: "alias/orders", TargetKeyId: keyId });
  const { ARN: secretArn = "" } = await b.secretsManager.createSecret({
    ...{ Name: "orders", KmsKeyId: keyArn, SecretString: "swordfish" },
    Tags: [{ Key: "team", Value: "orders" }],
  });
  await b.secretsManager.putResourcePolicy({
    SecretId: secretArn,
    ResourcePolicy: policy({ Principal: { AWS: `arn:aws:iam::${A}:root` }, Action: READS }),
  });
  await a.iam.createRole({ RoleName: "by-hand", AssumeRolePolicyDocument: POD_TRUST });
  await a.iam.putRolePolicy({
    ...{ RoleName: "by-hand", PolicyName: "read" },
    PolicyDocument: policy(
      { Action: READS, Resource: secretArn },
      { Action: DECRYPTS, Resource: keyArn },
    ),
  });
  const { association } = await a.eks.createPodIdentityAssociation({
    ...{ clusterName: "shop", namespace: "default", serviceAccount: "orders", roleArn: ROLE },
  });
  await applyByHand(sandbox, "orders", secretArn);
  return { secretArn, keyId, associationId: association?.associationId ?? "" };
}

/** Makes the objects of a pod in account a, cluster shop, which mounts the first secret as `orders`. */
export async function applyByHand(
  sandbox: EngineHarness,
  name: string,
  ...secretArns: string[]
): Promise<void> {
  for (const [path, body] of objects(name, secretArns)) {
    const { status, text } = await sandbox.kubernetes("a", "shop", "POST", path, body);
    ok(status === 201, text);
  }
}

/** Deletes the pods of account a, cluster shop. Waits for the new pods of their controllers, which get new credentials. */
export async function replacePods({ kubernetes }: EngineHarness): Promise<void> {
  const path = "/api/v1/namespaces/default/pods";
  const names = async (): Promise<string[]> => {
    const { text } = await kubernetes("a", "shop", "GET", path);
    return JSON.parse(text).items.map((one: { metadata: { name: string } }) => one.metadata.name);
  };
  const old = await names();
  for (const name of old) await kubernetes("a", "shop", "DELETE", `${path}/${name}`);
  for (let waited = 0; waited < 600; waited++) {
    if ((await names()).filter((name) => !old.includes(name)).length >= old.length) return;
    await sleep(100);
  }
  throw new Error(`the pods ${old.join(", ")} were not replaced within a minute`);
}

/** The objects, as `kubectl create` makes them. */
function objects(name: string, secretArns: string[]): [path: string, body: object][] {
  const metadata = { name, namespace: "default" };
  const parameters = {
    objects: JSON.stringify(
      secretArns.map((objectName, index) => ({
        ...{ objectName, objectType: "secretsmanager" },
        objectAlias: `orders${index || ""}`,
      })),
    ),
    region: "us-east-1",
    usePodIdentity: "true",
  };
  const labels = { app: name };
  const csi = {
    ...{ driver: "secrets-store.csi.k8s.io", readOnly: true },
    volumeAttributes: { secretProviderClass: name },
  };
  const container = {
    ...{ name: "app", image: "public.ecr.aws/amazonlinux/amazonlinux:2023-minimal" },
    command: ["sleep", "infinity"],
    volumeMounts: [{ name: "secrets", mountPath: "/mnt/secrets", readOnly: true }],
  };
  const spec = {
    ...{ serviceAccountName: name, containers: [container] },
    volumes: [{ name: "secrets", csi }],
  };
  return [
    ["/api/v1/namespaces/default/serviceaccounts?fieldManager=kubectl-create", { metadata }],
    [
      "/apis/secrets-store.csi.x-k8s.io/v1/namespaces/default/secretproviderclasses?fieldManager=kubectl-create",
      {
        ...{ apiVersion: "secrets-store.csi.x-k8s.io/v1", kind: "SecretProviderClass", metadata },
        spec: { provider: "aws", parameters },
      },
    ],
    [
      "/apis/apps/v1/namespaces/default/deployments?fieldManager=kubectl-create",
      {
        metadata,
        spec: {
          replicas: 1,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec },
        },
      },
    ],
  ];
}

/** The environment in which Pulumi's own CLI runs in an account. */
export async function pulumiEnvironment(
  { connection, control, data, environment }: EngineHarness,
  id: string,
) {
  const account = await control.account({ id, region: "us-east-1" });
  return {
    ...environment,
    ...awsEnvironment(connection, account),
    PULUMI_OPTION_CWD: data.project,
  };
}
