import { ordersInventory } from "./deployed-orders";
import type { EngineHarness } from "./harness";

/** An inventory in which the reader `orders` gets its role by this identity. */
export const identityInventory = (identity: string) =>
  ordersInventory(`
  orders:
    cluster: shop
    namespace: default
    serviceAccount: orders
    roleName: orders
    identity: ${identity}
    reads: [orders]
    deployment: { image: "nginx:1.29", mountPath: /mnt/secrets }
`).replace("existing: true", "create: {}");

/** What lets the pods of that reader use the role, as deployed. */
export async function waysIn(sandbox: EngineHarness) {
  const { eks, iam } = await sandbox.aws("a");
  const { Role } = await iam.getRole({ RoleName: "orders" });
  const trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
  const { associations } = await eks.listPodIdentityAssociations({ clusterName: "shop" });
  const { secretsManager } = await sandbox.aws("b");
  const { ResourcePolicy = "" } = await secretsManager.getResourcePolicy({ SecretId: "orders" });
  return {
    podIdentity: trust.includes("pods.eks.amazonaws.com"),
    tokens: trust.includes("AssumeRoleWithWebIdentity"),
    association: associations?.length === 1,
    tagsDemanded: ResourcePolicy.includes("aws:PrincipalTag"),
  };
}

/** What must let them use it, for each identity. */
export const WAYS_IN = {
  irsa: { podIdentity: false, tokens: true, association: false, tagsDemanded: false },
  both: { podIdentity: true, tokens: true, association: true, tagsDemanded: false },
  podIdentity: { podIdentity: true, tokens: false, association: true, tagsDemanded: true },
};
