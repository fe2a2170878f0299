import { EKSClient } from "@aws-sdk/client-eks";
import {
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  IAMClient,
  type IAMClientConfig,
  ListOpenIDConnectProvidersCommand,
} from "@aws-sdk/client-iam";
import { type AliasListEntry, KMSClient, paginateListAliases } from "@aws-sdk/client-kms";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** A resource in AWS. */
export interface MadeResource {
  created?: Date;
  /** Its properties as provider inputs. */
  inputs: Record<string, unknown>;
  /** Whether it is a secret with a value. */
  hasValue?: boolean;
}

/** A role, secret or alias in AWS. */
interface NamedResource extends MadeResource {
  id: string;
}

type FindByName = (clients: Clients, name: string) => Promise<NamedResource | undefined>;

/** How to find resources whose names are unique in AWS and whose time of creation AWS returns. */
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
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": async ({ iam }, url) => {
    const ending = `:oidc-provider/${url.replace("https://", "")}`;
    const { OpenIDConnectProviderList: all } = await iam.send(
      new ListOpenIDConnectProvidersCommand(),
    );
    const id = all?.find(({ Arn }) => Arn?.endsWith(ending))?.Arn;
    if (id === undefined) return undefined;
    const { ClientIDList: clientIdLists, CreateDate: created } = await iam.send(
      new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id }),
    );
    return { id, created, inputs: { clientIdLists } };
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

/** The name in a resource's inputs. An OIDC provider has its URL as name. */
export function nameIn({ name, url }: Record<string, unknown>): string {
  return String(name ?? url ?? "");
}

/** Whether names of this type are unique in AWS. */
export function hasOneName(type: string): boolean {
  return Object.hasOwn(FINDERS, type);
}

/** The resource with this type and name in AWS, except a deleted secret. Rejects, or returns undefined, if there is none. */
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

/** Tags in the form of inputs. */
function textsOf(tags: { Key?: string; Value?: string }[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** The options of the clients. */
export interface ClientOptions {
  region: string;
  /** None: the ambient ones. */
  credentials?: IAMClientConfig["credentials"];
  /** None: the SDK's own. */
  retryStrategy?: IAMClientConfig["retryStrategy"];
  /** None: AWS's own, or `AWS_ENDPOINT_URL`. */
  endpoint?: string;
}

/** SDK clients for a stack's account and region. */
export interface Clients {
  iam: IAMClient;
  eks: EKSClient;
  kms: KMSClient;
  secretsManager: SecretsManagerClient;
}

/** AWS's errors for things that do not exist. */
const MISSING = ["NoSuchEntityException", "ResourceNotFoundException", "NotFoundException"];

/** The result of `find`; undefined if AWS says that it does not exist. */
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
