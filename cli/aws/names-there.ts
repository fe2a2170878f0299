import { inParallel } from "iam-proof/collections";
import type { AccountAccess } from "./account-access";
import { nothingIf, withClient } from "./aws-error";

/** What exists in an account, in words, by name. */
export type NamesThere = ReadonlyMap<string, NameThere>;

interface NameThere {
  words: string;
  /** Whether it is deleted and can be restored. */
  isDeleted?: true;
}

/** The most calls in flight for one account: AWS throttles more. */
const AT_ONCE = 8;

/** Which of these roles exist. */
export async function rolesThere(
  access: AccountAccess,
  names: readonly string[],
): Promise<NamesThere> {
  const { GetRoleCommand, IAMClient } = await import("@aws-sdk/client-iam");
  return withClient(new IAMClient(access), (client) =>
    eachThere(names, async (RoleName) => {
      const asked = client.send(new GetRoleCommand({ RoleName }));
      const answer = await asked.catch(nothingIf("NoSuchEntityException", "NoSuchEntity"));
      return answer && { words: `role ${answer.Role?.Arn}` };
    }),
  );
}

/** Which of these secrets exist in the region, including deleted ones that can be restored. */
export async function secretsThere(
  access: AccountAccess,
  names: readonly string[],
): Promise<NamesThere> {
  const { DescribeSecretCommand, SecretsManagerClient } = await import(
    "@aws-sdk/client-secrets-manager"
  );
  return withClient(new SecretsManagerClient(access), (client) =>
    eachThere(names, async (SecretId) => {
      const asked = client.send(new DescribeSecretCommand({ SecretId }));
      const answer = await asked.catch(nothingIf("ResourceNotFoundException"));
      if (!answer?.DeletedDate) return answer && { words: `secret ${answer.ARN}` };
      return { words: `the deleted secret ${answer.ARN}`, isDeleted: true };
    }),
  );
}

async function eachThere(
  names: readonly string[],
  look: (name: string) => Promise<NameThere | undefined>,
): Promise<NamesThere> {
  const found = await inParallel(names, AT_ONCE, async (name) => {
    const there = await look(name);
    return there ? [[name, there] as const] : [];
  });
  return new Map(found.flat());
}

/** The aliases of keys in the region. */
export async function aliasesThere(access: AccountAccess): Promise<NamesThere> {
  const { KMSClient, paginateListAliases } = await import("@aws-sdk/client-kms");
  const found = new Map<string, NameThere>();
  return withClient(new KMSClient(access), async (client) => {
    for await (const { Aliases = [] } of paginateListAliases({ client }, {})) {
      for (const { AliasArn = "", AliasName = "", TargetKeyId } of Aliases) {
        const key = AliasArn.replace(AliasName, `key/${TargetKeyId}`);
        found.set(AliasName, { words: `${AliasName} of key ${key}` });
      }
    }
    return found;
  });
}

/** The Pod Identity associations of a cluster, by `namespace/serviceAccount`; empty if there is no cluster. */
export async function associationsThere(
  access: AccountAccess,
  clusterName: string,
): Promise<NamesThere> {
  const { EKSClient, paginateListPodIdentityAssociations } = await import("@aws-sdk/client-eks");
  const found = new Map<string, NameThere>();
  const look = withClient(new EKSClient(access), async (client) => {
    const pages = paginateListPodIdentityAssociations({ client }, { clusterName });
    for await (const { associations = [] } of pages) {
      for (const { namespace, serviceAccount } of associations) {
        const name = `${namespace}/${serviceAccount}`;
        const words = `a Pod Identity association of ${name} in cluster ${clusterName}`;
        found.set(name, { words });
      }
    }
  });
  await look.catch(nothingIf("ResourceNotFoundException"));
  return found;
}
