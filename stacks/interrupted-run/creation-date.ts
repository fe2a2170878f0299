import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { KMSClient, paginateListAliases } from "@aws-sdk/client-kms";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import type { FindOptions } from "./find-created";

type Access = Omit<FindOptions, "onStep" | "signal">;

/** How AWS is asked when it made something, by its name. */
const DATES: Record<string, (access: Access, name: string) => Promise<Date | undefined>> = {
  "aws:iam/role:Role": async (access, RoleName) => {
    const { Role } = await new IAMClient(access).send(new GetRoleCommand({ RoleName }));
    return Role?.CreateDate;
  },
  "aws:secretsmanager/secret:Secret": async (access, SecretId) => {
    const client = new SecretsManagerClient(access);
    const { CreatedDate, DeletedDate } = await client.send(new DescribeSecretCommand({ SecretId }));
    return DeletedDate ? undefined : CreatedDate;
  },
  "aws:kms/alias:Alias": async (access, name) => {
    for await (const { Aliases = [] } of paginateListAliases(
      { client: new KMSClient(access) },
      {},
    )) {
      const found = Aliases.find(({ AliasName }) => AliasName === name);
      if (found) return found.CreationDate;
    }
    return undefined;
  },
};

/** Whether AWS makes one of a name only, and says when it made it. */
export function hasCreationDate(type: string): boolean {
  return Object.hasOwn(DATES, type);
}

/** When AWS made what has this name; undefined where it has none. */
export async function creationDate(
  access: Access,
  type: string,
  name: string,
): Promise<Date | undefined> {
  try {
    return await DATES[type]?.(access, name);
  } catch (error) {
    const missing = ["NoSuchEntityException", "ResourceNotFoundException"];
    if (error instanceof Error && missing.includes(error.name)) return undefined;
    throw error;
  }
}
