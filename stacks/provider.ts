import { Provider } from "@pulumi/aws/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import type { ResolvedAccount, ResolvedCluster } from "eks-pod-secrets/grant";
import { getOrMake } from "iam-proof/collections";
import type { ClusterConnection } from "./contract";
import { contextMismatch } from "./kubeconfig-context";

/** The provider of an account's region. */
export type AwsProviders = (region: string) => Provider;

/**
 * Explicit providers of one account: credentials of any other account are refused. One serves the account's own region and is
 * made at once; another is made for each further region when it is first asked for.
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

/** The connection itself; it ends the run before anything is made where the context that the inventory names leads elsewhere. */
export function checkedConnection(
  cluster: ResolvedCluster,
  connection: ClusterConnection,
): ClusterConnection {
  const mismatch = contextMismatch(cluster, connection);
  if (mismatch) throw new pulumi.RunError(mismatch);
  return connection;
}

/**
 * The provider of a cluster: a context of the kubeconfig where the inventory names one, else tokens of `aws eks get-token`.
 * It takes back what was changed by hand, where a run would otherwise end with a field conflict.
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
              // AWS_PROFILE would yield to access keys of the environment, which may be somebody else's.
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

/** What holds values or runs pods can be kept from deletion by configuration: `pulumi config set protect true`. */
export function protection(): { protect?: boolean } {
  return { protect: new pulumi.Config().getBoolean("protect") };
}
