import type { ClusterRecord } from "../../sandbox/clusters/records";
import { issuerOf } from "../../sandbox/kubernetes/tokens/oidc";
import { CLUSTER } from "./eks-support";
import { policy } from "./secrets-support";
import { A, REGION, type TestSandbox } from "./support";

export function clusterOf(sandbox: TestSandbox): ClusterRecord {
  return sandbox.store.get<ClusterRecord>(["eks-cluster", A, REGION, CLUSTER]) as ClusterRecord;
}

/** The issuer of the cluster's tokens, without `https://`. */
export function issuerIn(sandbox: TestSandbox): string {
  return issuerOf(clusterOf(sandbox)).slice("https://".length);
}

/** A trust policy for one service account of the cluster's issuer, or for those whose tokens have these claims. */
export function trustInIssuer(
  sandbox: TestSandbox,
  serviceAccount: string,
  { account = A, more = {} }: { account?: string; more?: object } = {},
): string {
  const issuer = issuerIn(sandbox);
  return policy({
    Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${issuer}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${issuer}:sub`]: `system:serviceaccount:default:${serviceAccount}`,
        [`${issuer}:aud`]: "sts.amazonaws.com",
        ...more,
      },
    },
  });
}

/** Makes an OIDC provider for the cluster's issuer in account A. */
export async function createProvider(
  sandbox: TestSandbox,
  ClientIDList = ["sts.amazonaws.com"],
): Promise<void> {
  const Url = `https://${issuerIn(sandbox)}`;
  await sandbox.clients(A).iam.createOpenIDConnectProvider({ Url, ClientIDList });
}
