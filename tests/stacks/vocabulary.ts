import { join } from "node:path";
import { getOrMake } from "../../proof/collections";
import { filesIn } from "../cli/support";
import { setEnvironment } from "../sandbox/providers/support";
import type { MockOptions } from "../sdk/components/mocked-engine";
import { landingZone, runStack, type StackRun } from "./run-stack";

/** An inventory that uses every delivery mode, style and option. */
export const VOCABULARY = `
organization: { id: o-exampleorg }
accounts:
  platform:
    id: "111111111111"
    region: eu-west-1
    deployRole: arn:aws:iam::111111111111:role/deploy
  data:
    id: "222222222222"
    region: eu-west-1
    profile: data
    administrators: [arn:aws:iam::222222222222:role/admin]
clusters:
  shop: { account: platform, existing: true, kubeconfigContext: shop, secretsStoreCsi: { install: helm, syncSecrets: true, rotationPollInterval: 1h } }
  lab: { account: platform, create: { version: "1.34" } }
  site: { account: platform, existing: true, createNamespaces: [ops], secretsStoreCsi: { install: existing, podIdentityAgent: addon, podIdentityAgentVersion: v1.3.9-eksbuild.5 } }
secrets:
  orders/db:
    account: data
    key: orders
    sealed: true
    replicas: [{ region: eu-central-1, key: orders }]
    rotation: { lambdaArn: "arn:aws:lambda:eu-west-1:222222222222:function:rotate", automaticallyAfterDays: 30, roleArn: "arn:aws:iam::222222222222:role/rotate" }
    extraPolicyStatements: [{ Sid: Mine, Effect: Deny, Principal: "*", Action: "secretsmanager:DeleteSecret", Resource: "*" }]
  legacy:
    account: data
    existing: true
    arn: arn:aws:secretsmanager:eu-west-1:222222222222:secret:legacy-a1B2c3
    key: arn:aws:kms:eu-west-1:222222222222:key/11111111-2222-3333-4444-555555555555
  session: { account: platform, style: attributes }
parameters: { /shop/flags: { account: platform, secure: true } }
readers:
  orders:
    cluster: shop
    namespace: orders
    serviceAccount: orders-api
    rolePath: /pods/
    mode: targetRole
    failoverRegion: eu-central-1
    reads: [{ secret: orders/db, as: db.json, jmesPath: [{ path: password, as: password }] }]
    syncToKubernetesSecrets: [{ name: orders-db, data: { password: password } }]
  legacy:
    cluster: shop
    namespace: legacy
    serviceAccount: legacy
    reads: [{ secret: legacy, as: key }]
  session:
    cluster: lab
    namespace: web
    serviceAccount: session
    reads: [session, { parameter: /shop/flags, as: flags }]
    deployment: { image: "nginx:1.29", replicas: 2, autoscaled: true, mountPath: /mnt/secrets }
  ops:
    cluster: site
    namespace: ops
    serviceAccount: ops
    createServiceAccount: false
    reads: [{ parameter: /shop/flags, as: flags }]
  cron: { cluster: site, namespace: cron, serviceAccount: default, reads: [{ parameter: /shop/flags, as: flags }] }
`;

export const zone = landingZone(VOCABULARY);

export const orders = "arn:aws:secretsmanager:eu-west-1:222222222222:secret:orders/db-AbC123";
export const ordersReplica = orders.replace("eu-west-1", "eu-central-1");
export const legacy = "arn:aws:secretsmanager:eu-west-1:222222222222:secret:legacy-a1B2c3";
export const legacyKey =
  "arn:aws:kms:eu-west-1:222222222222:key/11111111-2222-3333-4444-555555555555";
export const targetRole = zone.readers.find(({ id }) => id === "orders")?.targetRole?.arn ?? "";
/** The outputs of a cluster's stack. */
export const connection = (name: string) => ({
  arn: `arn:aws:eks:eu-west-1:111111111111:cluster/${name}`,
  endpoint: "https://cluster.example",
  certificateAuthority: "Q0E=",
  oidcIssuer: "https://oidc.example/id",
});

/** The answers of the mocked engine to a stack of this inventory. */
export function vocabularyEngine(name: string): MockOptions {
  const account = name.startsWith("data") ? "222222222222" : "111111111111";
  return {
    accounts: { aws: account, "aws-eu-central-1": account },
    regions: { "": "eu-west-1", aws: "eu-west-1", "aws-eu-central-1": "eu-central-1" },
    call: ({ inputs }) => ({
      ...connection(inputs.name),
      certificateAuthorities: [{ data: "Q0E=" }],
      identities: [{ oidcs: [{ issuer: "https://oidc.example/id" }] }],
    }),
    stacks: {
      "organization/eks-pod-secrets/platform.cluster": {
        clusters: { shop: connection("shop"), lab: connection("lab"), site: connection("site") },
      },
      "organization/eks-pod-secrets/platform.secrets": {
        secrets: { session: "arn:aws:secretsmanager:eu-west-1:111111111111:secret:session-AbC123" },
        keys: {},
      },
      "organization/eks-pod-secrets/data.secrets": {
        secrets: { "orders/db": orders, legacy },
        keys: Object.fromEntries(
          zone.keys.map(({ id, region }) => [id, `arn:aws:kms:${region}:222222222222:key/k`]),
        ),
        targetRoles: { orders: targetRole },
      },
    },
  };
}

/** A kubeconfig with one context, which leads to a cluster. */
export const kubeconfig = (context: string, cluster: object) =>
  JSON.stringify({
    contexts: [{ name: context, context: { cluster: "one", user: "one" } }],
    clusters: [{ name: "one", cluster }],
  });

/** The address of the cluster according to `connection`. */
export const OWN_CLUSTER = {
  server: "https://cluster.example",
  "certificate-authority-data": "Q0E=",
};

/** Runs a stack against a new engine, with a context that leads to its cluster. `declared` replaces the inventory. */
export async function runAnew(name: string, declared = zone): Promise<StackRun> {
  const directory = filesIn({ kubeconfig: kubeconfig("shop", OWN_CLUSTER) });
  const restore = setEnvironment({ KUBECONFIG: join(directory, "kubeconfig") });
  try {
    return await runStack(declared, name, vocabularyEngine(name));
  } finally {
    restore();
  }
}

/** Runs a stack of the inventory that uses every delivery mode, style and option. Each stack runs only once. */
export const runVocabulary = (name: string): Promise<StackRun> =>
  getOrMake(runs, name, () => runAnew(name));
const runs = new Map<string, Promise<StackRun>>();
