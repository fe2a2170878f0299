import { EKSClient } from "@aws-sdk/client-eks";
import { GetRoleCommand, IAMClient, type IAMClientConfig } from "@aws-sdk/client-iam";
import { type AliasListEntry, KMSClient, paginateListAliases } from "@aws-sdk/client-kms";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** A resource that AWS has. */
export interface MadeResource {
  created?: Date;
  /** What it is made with, as its provider's inputs say it. */
  inputs: Record<string, unknown>;
  /** Whether it is a secret into which somebody has put a value. */
  hasValue?: boolean;
}

/** A role, secret or alias that AWS has. */
interface NamedResource extends MadeResource {
  id: string;
}

type FindByName = (clients: Clients, name: string) => Promise<NamedResource | undefined>;

/** How a resource is found of which AWS makes one of a name only, and says when it made it. */
const FINDERS: Record<string, FindByName> = {
  "aws:iam/role:Role": async ({ iam }, RoleName) => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    if (Role?.RoleName === undefined) return undefined;
    const { AssumeRolePolicyDocument = "{}", CreateDate, Path, PermissionsBoundary, Tags } = Role;
    return {
      id: Role.RoleName,
      created: CreateDate,
      inputs: {
        path: Path,
        assumeRolePolicy: decodeURIComponent(AssumeRolePolicyDocument),
        permissionsBoundary: PermissionsBoundary?.PermissionsBoundaryArn,
        tags: textsOf(Tags),
      },
    };
  },
  "aws:secretsmanager/secret:Secret": async ({ secretsManager }, SecretId) => {
    const secret = await secretsManager.send(new DescribeSecretCommand({ SecretId }));
    if (secret.ARN === undefined || secret.DeletedDate) return undefined;
    const { ARN, CreatedDate, Description, KmsKeyId, Tags, VersionIdsToStages = {} } = secret;
    return {
      id: ARN,
      created: CreatedDate,
      inputs: { description: Description, kmsKeyId: KmsKeyId, tags: textsOf(Tags) },
      hasValue: Object.keys(VersionIdsToStages).length > 0,
    };
  },
  "aws:kms/alias:Alias": async ({ kms }, name) => {
    const found = (await aliases(kms)).find(({ AliasName }) => AliasName === name);
    return (
      found && { id: name, created: found.CreationDate, inputs: { targetKeyId: found.TargetKeyId } }
    );
  },
};

/** Whether AWS has one resource of this type of a name only. */
export function hasOneName(type: string): boolean {
  return Object.hasOwn(FINDERS, type);
}

/** What AWS has of this type and name, but for a secret that is deleted. It rejects, or answers undefined, where there is none. */
export async function findByName(
  clients: Clients,
  type: string,
  name: string,
): Promise<NamedResource | undefined> {
  return FINDERS[type]?.(clients, name);
}

/** The aliases of all keys. */
export async function aliases(client: Clients["kms"]): Promise<AliasListEntry[]> {
  const pages = [];
  for await (const { Aliases = [] } of paginateListAliases({ client }, {})) pages.push(...Aliases);
  return pages;
}

/** Tags as inputs write them. */
function textsOf(tags: { Key?: string; Value?: string }[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** What the clients act with. */
export interface ClientOptions {
  region: string;
  /** None: the ambient ones. */
  credentials?: IAMClientConfig["credentials"];
  /** None: the SDK's own. */
  retryStrategy?: IAMClientConfig["retryStrategy"];
  /** None: AWS's own, or `AWS_ENDPOINT_URL`. */
  endpoint?: string;
}

/** SDK clients of the account and region in which a stack acts. */
export interface Clients {
  iam: IAMClient;
  eks: EKSClient;
  kms: KMSClient;
  secretsManager: SecretsManagerClient;
}

/** How AWS says that something does not exist. */
const MISSING = ["NoSuchEntityException", "ResourceNotFoundException", "NotFoundException"];

/** What `find` finds; undefined where AWS says that it does not exist. */
export async function findWith<T>(
  options: ClientOptions,
  find: (clients: Clients) => Promise<T | undefined>,
): Promise<T | undefined> {
  const clients: Clients = {
    iam: new IAMClient(options),
    eks: new EKSClient(options),
    kms: new KMSClient(options),
    secretsManager: new SecretsManagerClient(options),
  };
  try {
    return await find(clients);
  } catch (error) {
    if (error instanceof Error && MISSING.includes(error.name)) return undefined;
    throw error;
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}
