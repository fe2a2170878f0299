import { getCluster } from "@pulumi/aws/eks/getCluster";
import type { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { clusterName, type ResolvedCluster } from "eks-pod-secrets/grant";
import { kubernetesVersion } from "eks-pod-secrets/rules";
import { SecretsStoreCsi } from "eks-pod-secrets/secrets-store-csi";
import { absentCluster } from "./absent-cluster";
import type { ClusterConnection, ClusterOutputs } from "./contract";
import { type CreatedCluster, createCluster } from "./created-cluster";
import { awsProviders, checkedConnection, kubernetesProvider } from "./provider";
import type { StackScope } from "./stack-scope";

/** Creates or adopts the clusters of an account, and installs what pods need in them to mount secrets. */
export function cluster({ account, held, zone }: StackScope): ClusterOutputs {
  const providers = awsProviders(account);
  const clusters = zone.clusters.filter((one) => one.account === account);
  return {
    clusters: Object.fromEntries(
      clusters.map((one) => [one.id, oneCluster(one, providers(one.region), { held, zone })]),
    ),
  };
}

function oneCluster(
  cluster: ResolvedCluster,
  provider: Provider,
  { held, zone }: Pick<StackScope, "held" | "zone">,
): pulumi.Output<ClusterConnection> {
  const needsTokens = [...zone.readers, ...zone.externalReaders].some(
    (one) => one.cluster === cluster && one.identity !== "podIdentity",
  );
  const created =
    cluster.create && createCluster(cluster, cluster.create, provider, held, needsTokens);
  const connection = created?.connection ?? adoptedCluster(cluster, provider);
  const csi = secretsStoreCsi(cluster, connection, provider, created);
  // Depends on the driver, so that no workload is deployed to a cluster that cannot mount yet.
  return pulumi.all([connection, csi.clusterName]).apply(([one]) => one);
}

/** What AWS's provider says if the cluster does not exist. */
const ABSENT = /couldn't find resource|ResourceNotFoundException|No cluster found/;

function adoptedCluster(
  cluster: ResolvedCluster,
  provider: Provider,
): pulumi.Output<ClusterConnection> {
  const { arn, id, name, oidcProvider } = cluster;
  const asked = getCluster({ name }, { provider }).catch((error: Error) => {
    if (ABSENT.test(error.message)) return undefined;
    throw error;
  });
  return pulumi.output(asked).apply((found) => {
    if (!found) throw new pulumi.RunError(absentCluster(cluster));
    if (found.arn !== arn) {
      throw new pulumi.RunError(`cluster ${id} must have the ARN ${arn}, got ${found.arn}`);
    }
    if (found.version && !kubernetesVersion.pattern.test(found.version)) {
      throw new pulumi.RunError(
        `cluster ${id} must be of Kubernetes 1.24 or later, which EKS Pod Identity needs, got ${found.version}`,
      );
    }
    const oidcIssuer = found.identities[0]?.oidcs[0]?.issuer ?? "";
    if (oidcProvider && !oidcProvider.endsWith(`:oidc-provider/${oidcIssuer.slice(8)}`)) {
      throw new pulumi.RunError(
        `clusters.${id}.oidcProvider must be that of the cluster's issuer ${oidcIssuer}, got ${oidcProvider}`,
      );
    }
    return checkedConnection(cluster, {
      arn: found.arn,
      endpoint: found.endpoint,
      certificateAuthority: found.certificateAuthorities[0]?.data ?? "",
      oidcIssuer,
      ...(oidcProvider && { oidcProviderArn: oidcProvider }),
    });
  });
}

function secretsStoreCsi(
  cluster: ResolvedCluster,
  connection: pulumi.Output<ClusterConnection>,
  provider: Provider,
  created: CreatedCluster | undefined,
): SecretsStoreCsi {
  const { install, syncSecrets, ...settings } = cluster.secretsStoreCsi;
  return new SecretsStoreCsi(
    cluster.id,
    {
      clusterName: connection.arn.apply(clusterName),
      install,
      ...settings,
      ...(install !== "existing" && { syncSecrets }),
    },
    {
      providers:
        install === "helm" ? [provider, kubernetesProvider(cluster, connection)] : [provider],
      dependsOn: created?.nodes,
    },
  );
}
