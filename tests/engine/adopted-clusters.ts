import { EKS } from "@aws-sdk/client-eks";
import { IAM } from "@aws-sdk/client-iam";
import type { LandingZone, ResolvedCluster } from "../../sdk/grant";
import { bearerToken, clusterAddress, clusterRequest, serviceTrust } from "../sandbox/eks-support";
import type { EngineHarness } from "./harness";

/** Makes each cluster that the inventory adopts, with nodes and its readers' namespaces, as another team has done. */
export async function makeAdoptedClusters(
  sandbox: EngineHarness,
  { clusters, readers }: LandingZone,
): Promise<void> {
  await makeClusters(
    sandbox,
    clusters.filter(({ create }) => !create),
    readers,
  );
}

/** Makes clusters, with nodes and their readers' namespaces. */
export async function makeClusters(
  sandbox: EngineHarness,
  clusters: readonly ResolvedCluster[],
  readers: LandingZone["readers"],
): Promise<void> {
  for (const cluster of clusters) {
    await makeCluster(sandbox, cluster);
    const own = readers.filter((reader) => reader.cluster === cluster);
    for (const namespace of new Set(own.map((reader) => reader.namespace))) {
      if (namespace !== "default") await makeNamespace(sandbox, cluster, namespace);
    }
  }
}

async function makeCluster(
  sandbox: EngineHarness,
  { account, name, region }: ResolvedCluster,
): Promise<void> {
  const configuration = { ...(await sandbox.client(account.name)), region };
  const iam = new IAM(configuration);
  const eks = new EKS(configuration);
  const makeRole = async (part: string, service: string, policy: string) => {
    const RoleName = `${name}-${part}`;
    const AssumeRolePolicyDocument = serviceTrust(service);
    const { Role } = await iam.createRole({ RoleName, AssumeRolePolicyDocument });
    const PolicyArn = `arn:aws:iam::aws:policy/${policy}`;
    await iam.attachRolePolicy({ RoleName, PolicyArn });
    return Role?.Arn ?? "";
  };
  const roleArn = await makeRole("cluster", "eks.amazonaws.com", "AmazonEKSClusterPolicy");
  const resourcesVpcConfig = { subnetIds: ["subnet-1", "subnet-2"] };
  await eks.createCluster({ name, version: "1.34", roleArn, resourcesVpcConfig });
  const nodeRole = await makeRole("node", "ec2.amazonaws.com", "AmazonEKSWorkerNodePolicy");
  const nodes = { clusterName: name, nodegroupName: "nodes", nodeRole, subnets: ["subnet-1"] };
  await eks.createNodegroup(nodes);
}

async function makeNamespace(
  { client, connection: { endpoint }, data }: EngineHarness,
  { account, name, region }: ResolvedCluster,
  namespace: string,
): Promise<void> {
  const { credentials } = await client(account.name);
  const token = await bearerToken({ endpoint }, credentials, name);
  const address = clusterAddress(endpoint, data.state, account.id, name, region);
  const body = { metadata: { name: namespace } };
  const answer = await clusterRequest(address, "/api/v1/namespaces", {
    ...{ method: "POST", token, body },
  });
  if (answer.status !== 201) throw new Error(answer.text);
}
