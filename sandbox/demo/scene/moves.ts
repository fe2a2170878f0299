import { CreateClusterCommand, CreatePodIdentityAssociationCommand } from "@aws-sdk/client-eks";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import type { Clients } from "./scene";

/** Reads a secret's current value. */
export function readSecret(by: Clients, secret: string): Promise<unknown> {
  return by.secretsManager.send(new GetSecretValueCommand({ SecretId: secret }));
}

/** Creates a role that may do everything; answers its ARN. */
export async function createAllPowerfulRole(
  by: Clients,
  role: { name: string; trust: object; path?: string; tags?: Record<string, string> },
): Promise<string> {
  const { Role } = await by.iam.send(
    new CreateRoleCommand({
      RoleName: role.name,
      Path: role.path,
      AssumeRolePolicyDocument: JSON.stringify(role.trust),
      Tags: Object.entries(role.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  await allowEverything(by, role.name);
  return Role?.Arn ?? "";
}

/** Adds an identity policy to a role by which it may do everything, as its account's administrator can. */
export async function allowEverything(by: Clients, role: string): Promise<void> {
  await by.iam.send(
    new PutRolePolicyCommand({
      RoleName: role,
      PolicyName: "everything",
      PolicyDocument: JSON.stringify(allow({ Action: "*", Resource: "*" })),
    }),
  );
}

/** Trust in an account's own principals, tags included. */
export function trustInAccount(account: string): object {
  return allow({
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: ["sts:AssumeRole", "sts:TagSession"],
  });
}

/** Trust in EKS Pod Identity, whatever the pod. */
export function trustInPods(): object {
  return allow({
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
  });
}

/** Creates a cluster, which is active at once. */
export async function createCluster(by: Clients, name: string): Promise<void> {
  const roleArn = await createAllPowerfulRole(by, {
    name: `${name}-control-plane`,
    trust: allow({ Principal: { Service: "eks.amazonaws.com" }, Action: "sts:AssumeRole" }),
  });
  await by.eks.send(
    new CreateClusterCommand({ name, roleArn, resourcesVpcConfig: { subnetIds: [] } }),
  );
}

/** Associates a service account with a role. */
export async function associate(
  by: Clients,
  association: {
    cluster: string;
    /** Defaults to `default`. */
    namespace?: string;
    serviceAccount: string;
    roleArn: string;
  },
): Promise<void> {
  await by.eks.send(
    new CreatePodIdentityAssociationCommand({
      clusterName: association.cluster,
      namespace: association.namespace ?? "default",
      serviceAccount: association.serviceAccount,
      roleArn: association.roleArn,
    }),
  );
}

function allow(statement: object): object {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] };
}
