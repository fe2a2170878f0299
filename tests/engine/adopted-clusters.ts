import { readFileSync, writeFileSync } from "node:fs";
import { EKS } from "@aws-sdk/client-eks";
import { IAM } from "@aws-sdk/client-iam";
import { STS } from "@aws-sdk/client-sts";
import type { Use } from "../../cli/permissions/calls/call";
import {
  type AccountNeeds,
  deployPermissions,
  type RoleNeeds,
} from "../../cli/permissions/deploy-permissions";
import {
  type IdentityPolicy,
  policiesWithinLimits,
  type Statement,
} from "../../cli/permissions/policies-within-limits";
import type { LandingZone, ResolvedCluster } from "../../sdk/grant";
import { bearerToken, clusterAddress, clusterRequest, serviceTrust } from "../sandbox/eks-support";
import type { ClientConfiguration, EngineHarness } from "./harness";

/** Makes each cluster that the inventory adopts, with nodes and the readers' namespaces, as another team would. */
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

/** Makes clusters with nodes and the readers' namespaces. */
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

const makeNamespace = (sandbox: EngineHarness, cluster: ResolvedCluster, name: string) =>
  makeObject(sandbox, cluster, "/api/v1/namespaces", name);

/** Makes an object of a cluster that has only a name, unless it exists. */
export async function makeObject(
  { client, connection: { endpoint }, data }: EngineHarness,
  { account, name: cluster, region }: ResolvedCluster,
  path: string,
  name: string,
): Promise<void> {
  const { credentials } = await client(account.name);
  const token = await bearerToken({ endpoint }, credentials, cluster);
  const address = clusterAddress(endpoint, data.state, account.id, cluster, region);
  const body = { metadata: { name } };
  const answer = await clusterRequest(address, path, { method: "POST", token, body });
  if (answer.status !== 201 && answer.status !== 409) throw new Error(answer.text);
}

/** Gives the deployer its rights in the cluster's own API. */
const CLUSTER_ADMINISTRATOR = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";

/** The rights needed to deploy these landing zones, or to use these verbs on them: one entry for each account. */
export function needsOf(
  zones: readonly LandingZone[],
  uses: readonly Use[],
  isMeant: (role: RoleNeeds) => boolean = () => true,
): AccountNeeds[] {
  const accounts = new Map<string, AccountNeeds>();
  for (const zone of zones) {
    for (const { roles, ...place } of uses.flatMap((use) => deployPermissions(zone, use))) {
      const before = accounts.get(place.account)?.roles ?? [];
      accounts.set(place.account, { ...place, roles: [...before, ...roles.filter(isMeant)] });
    }
  }
  return [...accounts.values()].filter(({ roles }) => roles.length > 0);
}

/** Makes a role with exactly these rights in each account, and makes the command act as it from now on. Returns the roles' ARNs. */
export async function actAs(
  RoleName: string,
  needs: readonly AccountNeeds[],
  { client, environment }: EngineHarness,
  /** Clusters whose Kubernetes API the roles may use, beside those that they make. */
  clusters: readonly ResolvedCluster[],
): Promise<string[]> {
  const made: string[] = [];
  for (const { account, name, roles } of needs) {
    const administrator = await client(name);
    const arn = await makeRole(
      administrator,
      account,
      RoleName,
      policiesWithinLimits(
        distinct(roles.flatMap(({ policies }) => policies).flatMap(({ Statement }) => Statement)),
      ),
    );
    const own = clusters.filter((one) => one.account.id === account);
    for (const { name, region } of own) await letIn({ ...administrator, region }, name, arn);
    setProfile(environment, name, await keysOf(administrator, arn));
    made.push(arn);
  }
  return made;
}

async function makeRole(
  configuration: ClientConfiguration,
  account: string,
  RoleName: string,
  policies: IdentityPolicy[],
): Promise<string> {
  const iam = new IAM(configuration);
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "sts:AssumeRole",
    },
  });
  const { Role } = await iam.createRole({ RoleName, AssumeRolePolicyDocument });
  for (const [index, policy] of policies.entries()) {
    const PolicyName = `${RoleName}-${index}`;
    const PolicyDocument = JSON.stringify(policy);
    const { Policy } = await iam.createPolicy({ PolicyName, PolicyDocument });
    await iam.attachRolePolicy({ RoleName, PolicyArn: Policy?.Arn });
  }
  return Role?.Arn ?? "";
}

/** Removes an action from the policies of a role. */
export async function takeAway(
  action: string,
  RoleName: string,
  configuration: ClientConfiguration,
): Promise<void> {
  const iam = new IAM(configuration);
  const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName });
  for (const { PolicyArn } of AttachedPolicies) {
    const { Policy } = await iam.getPolicy({ PolicyArn });
    const VersionId = Policy?.DefaultVersionId;
    const { PolicyVersion } = await iam.getPolicyVersion({ PolicyArn, VersionId });
    const policy: IdentityPolicy = JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ""));
    const rest = policy.Statement.map((one) => ({
      ...one,
      Action: one.Action.filter((each) => each !== action),
    })).filter(({ Action }) => Action.length > 0);
    if (rest.length === 0) await iam.detachRolePolicy({ RoleName, PolicyArn });
    else {
      const PolicyDocument = JSON.stringify({ ...policy, Statement: rest });
      await iam.createPolicyVersion({ PolicyArn, PolicyDocument, SetAsDefault: true });
    }
  }
}

async function letIn(
  configuration: ClientConfiguration,
  clusterName: string,
  principalArn: string,
): Promise<void> {
  const eks = new EKS(configuration);
  await eks.createAccessEntry({ clusterName, principalArn });
  await eks.associateAccessPolicy({
    ...{ clusterName, principalArn, policyArn: CLUSTER_ADMINISTRATOR },
    accessScope: { type: "cluster" },
  });
}

async function keysOf(configuration: ClientConfiguration, RoleArn: string): Promise<string> {
  const sts = new STS(configuration);
  const { Credentials } = await sts.assumeRole({ RoleArn, RoleSessionName: "deployment" });
  return [
    `aws_access_key_id = ${Credentials?.AccessKeyId}`,
    `aws_secret_access_key = ${Credentials?.SecretAccessKey}`,
    `aws_session_token = ${Credentials?.SessionToken}`,
  ].join("\n");
}

/** Gives a profile of the command's environment other credentials. */
function setProfile(
  { AWS_SHARED_CREDENTIALS_FILE: file = "" }: Record<string, string>,
  name: string,
  keys: string,
): void {
  const others = readFileSync(file, "utf8")
    .split(/^(?=\[)/m)
    .filter((profile) => !profile.startsWith(`[${name}]`));
  writeFileSync(file, [...others, `[${name}]\n${keys}\n`].join("\n"), { mode: 0o600 });
}

function distinct(statements: Statement[]): Statement[] {
  return [...new Map(statements.map((one) => [JSON.stringify(one), one])).values()];
}
