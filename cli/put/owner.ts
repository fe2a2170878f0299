import type { STSClientConfig } from "@aws-sdk/client-sts";

import type { ResolvedAccount } from "../../sdk/grant";
import { UserError } from "../errors";

/** What an AWS client needs to act in an owner's account. */
export interface OwnerAccess {
  region: string;
  /** None: the SDK's own chain finds the ambient credentials. */
  credentials?: STSClientConfig["credentials"];
}

/** Access to the account, by its deployRole, its profile, or else the ambient credentials. */
export async function ownerAccess(account: ResolvedAccount, region: string): Promise<OwnerAccess> {
  const access = { region, credentials: await credentialsOf(account, region) };
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const sts = new STSClient(access);
  const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
  if (Account !== account.id) {
    throw new UserError(
      `the credentials must be of account ${account.id} (${account.name}), got those of ${Arn}; nothing was sent: use that account's credentials, or set deployRole or profile of accounts.${account.name}`,
    );
  }
  return access;
}

async function credentialsOf(
  { deployRole, profile }: ResolvedAccount,
  region: string,
): Promise<OwnerAccess["credentials"]> {
  if (!deployRole && !profile) return undefined;
  const { fromIni, fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
  if (profile) return fromIni({ profile });
  return fromTemporaryCredentials({
    params: { RoleArn: deployRole, RoleSessionName: "eks-pod-secrets-put" },
    clientConfig: { region },
  });
}
