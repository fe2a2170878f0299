import { ok } from "node:assert";
import type { EngineHarness } from "../harness";

const CLASS = "/apis/secrets-store.csi.x-k8s.io/v1/namespaces/default/secretproviderclasses/orders";
const ACCOUNT = "/api/v1/namespaces/default/serviceaccounts/orders";

/** Changes what was made by hand so that the pod gets its role by IRSA only. */
export async function useTokens(sandbox: EngineHarness, associationId: string): Promise<void> {
  const { eks, iam } = await sandbox.aws("a");
  const { cluster } = await eks.describeCluster({ name: "shop" });
  const Url = cluster?.identity?.oidc?.issuer ?? "";
  const { OpenIDConnectProviderArn: Federated } = await iam.createOpenIDConnectProvider({
    ...{ Url, ClientIDList: ["sts.amazonaws.com"] },
  });
  const issuer = Url.replace("https://", "");
  const conditions = {
    [`${issuer}:sub`]: "system:serviceaccount:default:orders",
    [`${issuer}:aud`]: "sts.amazonaws.com",
  };
  const statement = {
    ...{ Effect: "Allow", Principal: { Federated }, Action: "sts:AssumeRoleWithWebIdentity" },
    Condition: { StringEquals: conditions },
  };
  await iam.updateAssumeRolePolicy({
    RoleName: "by-hand",
    PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
  });
  const annotations = { "eks.amazonaws.com/role-arn": "arn:aws:iam::111111111111:role/by-hand" };
  await mergePatch(sandbox, ACCOUNT, { metadata: { annotations } });
  await mergePatch(sandbox, CLASS, { spec: { parameters: { usePodIdentity: null } } });
  await eks.deletePodIdentityAssociation({ clusterName: "shop", associationId });
}

/** Changes an object of account a, cluster shop, by a merge patch. */
export async function mergePatch(
  { kubernetes }: EngineHarness,
  path: string,
  body: object,
): Promise<void> {
  const type = { "content-type": "application/merge-patch+json" };
  const { status, text } = await kubernetes("a", "shop", "PATCH", path, body, type);
  ok(status === 200, text);
}
