import { Provider } from "@pulumi/aws/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import type { ResolvedAccount, ResolvedCluster } from "eks-pod-secrets/grant";
import { getOrMake } from "iam-proof/collections";
import type { ClusterConnection } from "./contract";
import { contextMismatch } from "./kubeconfig-context";

/** Returns the provider for a region of the account. */
export type AwsProviders = (region: string) => Provider;

/**
 * Explicit providers for one account; credentials of any other account are refused. The one for the account's own region is created
 * at once, others when they are first asked for.
 */
export function awsProviders(account: ResolvedAccount): AwsProviders {
  const providers = new Map([[account.region, awsProvider("aws", account, account.region)]]);
  return (region) =>
    getOrMake(providers, region, () => awsProvider(`aws-${region}`, account, region));
}

function awsProvider(name: string, account: ResolvedAccount, region: string): Provider {
  const { deployRole, id, profile, tags } = account;
  return new Provider(name, {
    region,
    allowedAccountIds: [id],
    ...(profile && { profile }),
    ...(tags && { defaultTags: { tags } }),
    ...(deployRole && { assumeRoles: [{ roleArn: deployRole, sessionName: "eks-pod-secrets" }] }),
  });
}

/** Returns the connection. Ends the run, before anything is created, if the context in the inventory leads to another cluster. */
export function checkedConnection(
  cluster: ResolvedCluster,
  connection: ClusterConnection,
): ClusterConnection {
  const mismatch = contextMismatch(cluster, connection);
  if (mismatch) throw new pulumi.RunError(mismatch);
  return connection;
}

/**
 * The provider of a cluster: with a context of the kubeconfig if the inventory names one, otherwise with tokens of `aws eks
 * get-token`. It overwrites changes by hand, which would otherwise end a run with a field conflict.
 */
export function kubernetesProvider(
  cluster: ResolvedCluster,
  connection: pulumi.Output<ClusterConnection>,
): KubernetesProvider {
  const { id, kubeconfigContext: context } = cluster;
  return new KubernetesProvider(id, {
    enablePatchForce: true,
    ...(context
      ? { context: connection.apply((one) => checkedConnection(cluster, one) && context) }
      : { kubeconfig: pulumi.jsonStringify(connection.apply((one) => kubeconfig(cluster, one))) }),
  });
}

function kubeconfig({ account, name, region }: ResolvedCluster, connection: ClusterConnection) {
  const { deployRole, profile } = account;
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name,
        cluster: {
          server: connection.endpoint,
          "certificate-authority-data": connection.certificateAuthority,
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
    users: [
      {
        name,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1",
            command: "aws",
            args: [
              ...["eks", "get-token", "--cluster-name", name, "--region", region],
              ...["--output", "json"],
              ...(deployRole ? ["--role-arn", deployRole] : []),
              // AWS_PROFILE would give way to access keys in the environment, which may be somebody else's.
              ...(profile ? ["--profile", profile] : []),
            ],
            env: [],
            interactiveMode: "Never",
          },
        },
      },
    ],
  };
}

/** Protects what holds values or runs pods from deletion, if configured: `pulumi config set protect true`. */
export function protection(): { protect?: boolean } {
  return { protect: new pulumi.Config().getBoolean("protect") };
}
