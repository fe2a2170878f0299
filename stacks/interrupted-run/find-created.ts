import {
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  EKSClient,
  ListPodIdentityAssociationsCommand,
  paginateListNodegroups,
} from "@aws-sdk/client-eks";
import { GetRoleCommand, IAMClient, type IAMClientConfig } from "@aws-sdk/client-iam";
import {
  DescribeKeyCommand,
  KMSClient,
  paginateListAliases,
  paginateListKeys,
} from "@aws-sdk/client-kms";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

type Inputs = Record<string, string>;

/** SDK clients of the account and region in which a stack acts. */
interface Clients {
  iam: IAMClient;
  eks: EKSClient;
  kms: KMSClient;
  secretsManager: SecretsManagerClient;
}

/**
 * How to find out whether a resource was created, by the inputs of its creation: its id, or undefined when there is
 * none. Of the types that are not listed, creating once more does no harm: they put a document, or attach one.
 */
const FINDERS: Record<string, (clients: Clients, inputs: Inputs) => Promise<string | undefined>> = {
  "aws:iam/role:Role": async ({ iam }, { name: RoleName }) =>
    (await iam.send(new GetRoleCommand({ RoleName }))).Role?.RoleName,
  "aws:secretsmanager/secret:Secret": async ({ secretsManager }, { name: SecretId }) => {
    const { ARN, DeletedDate } = await secretsManager.send(new DescribeSecretCommand({ SecretId }));
    return DeletedDate ? undefined : ARN;
  },
  "aws:kms/key:Key": ({ kms }, { description = "" }) => keyWithoutAlias(kms, description),
  "aws:kms/alias:Alias": async ({ kms }, { name }) =>
    (await aliases(kms)).find(({ AliasName }) => AliasName === name)?.AliasName,
  "aws:eks/cluster:Cluster": async ({ eks }, { name }) =>
    (await eks.send(new DescribeClusterCommand({ name }))).cluster?.name,
  "aws:eks/nodeGroup:NodeGroup": async ({ eks }, { clusterName, nodeGroupName, nodeRoleArn }) => {
    const names = nodeGroupName ? [nodeGroupName] : await nodeGroupNames(eks, clusterName);
    for (const nodegroupName of names) {
      const command = new DescribeNodegroupCommand({ clusterName, nodegroupName });
      const { nodegroup } = await eks.send(command);
      const isIt = nodeGroupName || nodegroup?.nodeRole === nodeRoleArn;
      if (isIt) return `${clusterName}:${nodegroupName}`;
    }
    return undefined;
  },
  "aws:eks/addon:Addon": async ({ eks }, { clusterName, addonName }) => {
    const { addon } = await eks.send(new DescribeAddonCommand({ clusterName, addonName }));
    return addon && `${clusterName}:${addon.addonName}`;
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": async (
    { eks },
    { clusterName, namespace, serviceAccount },
  ) => {
    const { associations } = await eks.send(
      new ListPodIdentityAssociationsCommand({ clusterName, namespace, serviceAccount }),
    );
    return associations?.[0]?.associationId;
  },
};

/** Whether resources of a type are looked for. Once one is read, its outputs hold more than its inputs: an ARN, say. */
export function isFindable(type: string): boolean {
  return Object.hasOwn(FINDERS, type);
}

const MISSING = ["NoSuchEntityException", "ResourceNotFoundException", "NotFoundException"];

/** What the clients act with. */
export interface FindOptions {
  region: string;
  /** None: the ambient ones. */
  credentials?: IAMClientConfig["credentials"];
  /** None: AWS's own, or `AWS_ENDPOINT_URL`. */
  endpoint?: string;
}

/**
 * Id of a resource whose creation was begun with these inputs; undefined when it does not exist or may be made again.
 * A Kubernetes object's is certain without asking; a refresh drops the object that is not there.
 */
export async function findCreated(
  options: FindOptions,
  type: string,
  inputs: Record<string, unknown>,
): Promise<string | undefined> {
  if (type.startsWith("kubernetes:")) return objectId(inputs.metadata);
  const find = FINDERS[type];
  if (!find) return undefined;
  const clients = createClients(options);
  try {
    return await find(clients, inputs as Inputs);
  } catch (error) {
    if (error instanceof Error && MISSING.includes(error.name)) return undefined;
    throw error;
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

function objectId(metadata: unknown): string | undefined {
  const { namespace, name } = (metadata ?? {}) as { namespace?: string; name?: string };
  return name && [namespace, name].filter(Boolean).join("/");
}

function createClients(configuration: FindOptions): Clients {
  return {
    iam: new IAMClient(configuration),
    eks: new EKSClient(configuration),
    kms: new KMSClient(configuration),
    secretsManager: new SecretsManagerClient(configuration),
  };
}

/** The provider draws the name of a node group that is given none: it is known by its role, which is its alone. */
async function nodeGroupNames(eks: EKSClient, clusterName: string | undefined): Promise<string[]> {
  const names: string[] = [];
  for await (const { nodegroups = [] } of paginateListNodegroups({ client: eks }, { clusterName }))
    names.push(...nodegroups);
  return names;
}

/** A key has no name; one that was interrupted has its description and not yet the alias that would follow. */
async function keyWithoutAlias(kms: KMSClient, description: string): Promise<string | undefined> {
  const named = new Set((await aliases(kms)).map(({ TargetKeyId }) => TargetKeyId));
  for await (const { Keys = [] } of paginateListKeys({ client: kms }, {})) {
    for (const { KeyId } of Keys.filter((key) => !named.has(key.KeyId))) {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
      if (KeyMetadata?.KeyState === "Enabled" && KeyMetadata.Description === description)
        return KeyId;
    }
  }
  return undefined;
}

async function aliases(kms: KMSClient) {
  const pages = [];
  for await (const { Aliases = [] } of paginateListAliases({ client: kms }, {}))
    pages.push(...Aliases);
  return pages;
}
