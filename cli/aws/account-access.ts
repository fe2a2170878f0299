import type { STSClientConfig } from "@aws-sdk/client-sts";

import type { ResolvedAccount } from "../../sdk/grant";
import { UserError } from "../errors";
import { awsFailure } from "./aws-error";

type Credentials = STSClientConfig["credentials"];

/** What an AWS client needs to act in an account. */
export interface AccountAccess {
  region: string;
  /** None: the SDK's own chain finds the ambient credentials. */
  credentials?: Credentials;
  /** ARN of whom the credentials are. */
  callerArn: string;
}

/**
 * Access to the account, by its deployRole or its profile; else by the ambient credentials where they are of that
 * account; else by the profile of the AWS configuration that has the account's name or id. `verb` names the session.
 */
export async function accountAccess(
  account: ResolvedAccount,
  region: string,
  verb: string,
): Promise<AccountAccess> {
  const given = await givenCredentials(account, region, verb);
  const first = await callerOf(region, given).catch((error: unknown) => {
    if (given === undefined && isMissing(error)) return undefined;
    throw unusable(account, whose(account), error);
  });
  if (first?.account === account.id) return { region, credentials: given, callerArn: first.arn };
  const own = given === undefined ? await ownProfile(account, region) : undefined;
  if (own) return own;
  const got = first ? `got those of ${first.arn}` : "found none";
  throw new UserError(
    `the credentials must be of account ${account.id} (${account.name}), ${got}; nothing was sent: use that account's credentials, set deployRole or profile of accounts.${account.name}, or name a profile of the AWS configuration ${account.name}`,
  );
}

async function givenCredentials(
  { deployRole, profile }: ResolvedAccount,
  region: string,
  verb: string,
): Promise<Credentials> {
  if (!deployRole && !profile) return undefined;
  const { fromIni, fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
  if (profile) return fromIni({ profile });
  return fromTemporaryCredentials({
    params: { RoleArn: deployRole, RoleSessionName: `eks-pod-secrets-${verb}` },
    clientConfig: { region },
  });
}

async function ownProfile(
  account: ResolvedAccount,
  region: string,
): Promise<AccountAccess | undefined> {
  const { id, name } = account;
  const { fromIni } = await import("@aws-sdk/credential-providers");
  for (const profile of [name, id]) {
    const credentials = fromIni({ profile });
    const caller = await callerOf(region, credentials).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw unusable(account, `those of profile ${profile}`, error);
    });
    if (caller?.account === id) return { region, credentials, callerArn: caller.arn };
  }
  return undefined;
}

async function callerOf(
  region: string,
  credentials: Credentials,
): Promise<{ account: string; arn: string }> {
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const sts = new STSClient({ region, credentials });
  const { Account: account = "", Arn: arn = "" } = await sts.send(new GetCallerIdentityCommand({}));
  return { account, arn };
}

function whose({ deployRole, profile }: ResolvedAccount): string {
  if (profile) return `those of its profile ${profile}`;
  return deployRole ? `those of its deployRole ${deployRole}` : "the ambient ones";
}

function unusable({ id, name }: ResolvedAccount, which: string, error: unknown): UserError {
  const what = `the credentials must be of account ${id} (${name}), and ${which} cannot be used; nothing was sent`;
  return awsFailure(error, what, undefined);
}

/** No credentials were found, rather than refused. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name === "CredentialsProviderError";
}
