import type { STSClientConfig } from "@aws-sdk/client-sts";
import type { RetryStrategyV2 } from "@smithy/types";
import { accountTitle, type ResolvedAccount } from "eks-pod-secrets/grant";
import { UserError } from "../terminal/errors";
import { toldOnce } from "../terminal/repeated-reasons";
import { awsFailure, noAnswerReason, unreadable } from "./aws-error";
import { patientRetries } from "./retries";

type Credentials = STSClientConfig["credentials"];

/** Time limits, so that a call that never gets an answer ends after three attempts. In milliseconds. */
const LIMITS = { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true };

const howToCall = () => ({ requestHandler: LIMITS, retryStrategy: patientRetries() });

/** What an AWS client needs to act in an account. */
export interface AccountAccess {
  region: string;
  /** None: the SDK finds the ambient credentials. */
  credentials?: Credentials;
  requestHandler: typeof LIMITS;
  /** None: the SDK's default. */
  retryStrategy?: RetryStrategyV2;
  /** ARN of the principal with these credentials. */
  callerArn: string;
}

/**
 * Access to the account: by its deployRole or its profile, otherwise with the ambient credentials if they belong to the account,
 * otherwise by the AWS profile with the account's name or id. `verb` names the session.
 */
export async function accountAccess(
  account: ResolvedAccount,
  region: string,
  verb: string,
): Promise<AccountAccess> {
  const { deployRole, id, name, profile } = account;
  const isAmbient = !deployRole && !profile;
  const credentials = await ownOrAmbient(account, region, verb);
  const missing: string[] = [];
  const first = await callerOf(region, credentials).catch((error: unknown) => {
    if (!isAmbient || !isMissing(error)) throw unusable(account, credentialSource(account), error);
    if (!/from any providers$/.test(error.message)) missing.push(error.message);
    return undefined;
  });
  if (first?.account === id) {
    return { region, credentials: first.credentials, ...howToCall(), callerArn: first.arn };
  }
  const own = isAmbient ? await ownProfile(account, region, missing) : undefined;
  if (own) return own;
  const asked = process.env.AWS_PROFILE ? ` by AWS_PROFILE, ${process.env.AWS_PROFILE}` : "";
  const got = first ? `got those of ${first.arn}` : `found none${asked}`;
  throw noAccess(
    account,
    `the credentials must be of account ${accountTitle(account)}, ${[got, ...missing].join("; ")}; nothing was sent: use that account's credentials, ${name === id ? "give --profile" : `set deployRole or profile of accounts.${name}`}, or name a profile of the AWS configuration ${name}${ofSandbox(account)}`,
  );
}

/** A hint for a sandbox with another inventory's accounts: which one it is, and what to do. */
function ofSandbox({ id, name }: ResolvedAccount): string {
  const { EKS_POD_SECRETS_SANDBOX = ".sandbox", EKS_POD_SECRETS_SANDBOX_INVENTORY: file } =
    process.env;
  if (!file) return "";
  const link = `${EKS_POD_SECRETS_SANDBOX}/project/landing-zone.yaml`;
  return `. The sandbox has the accounts that the inventory ${file} declared when eks-pod-secrets sandbox exec or env last ran: where ${name} (${id}) is new there, run either again; else declare it there, or remove the link ${link} (rm -f ${link}), and copy your inventory there, and run either then`;
}

async function ownOrAmbient(
  { deployRole, profile }: ResolvedAccount,
  region: string,
  verb: string,
): Promise<Credentials> {
  const ambient = await ambientKeys();
  if (!deployRole && !profile) return ambient;
  const { fromIni, fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
  if (profile) return fromIni({ profile });
  return fromTemporaryCredentials({
    masterCredentials: ambient,
    params: { RoleArn: deployRole, RoleSessionName: `eks-pod-secrets-${verb}` },
    clientConfig: { region, ...howToCall() },
  });
}

/**
 * If both access keys and AWS_PROFILE are set, the CLI and the providers use the keys; the SDK would use the profile, so pass the
 * keys explicitly.
 */
async function ambientKeys(): Promise<Credentials> {
  const {
    AWS_ACCESS_KEY_ID: key,
    AWS_PROFILE: profile,
    AWS_SECRET_ACCESS_KEY: secret,
  } = process.env;
  if (!key || !secret || !profile) return undefined;
  return (await import("@aws-sdk/credential-providers")).fromEnv();
}

async function ownProfile(
  account: ResolvedAccount,
  region: string,
  missing: string[],
): Promise<AccountAccess | undefined> {
  const { id, name } = account;
  const { fromIni } = await import("@aws-sdk/credential-providers");
  for (const profile of [name, id]) {
    const credentials = fromIni({ profile });
    const caller = await callerOf(region, credentials).catch((error: unknown) => {
      if (!isMissing(error)) throw unusable(account, `those of profile ${profile}`, error);
      if (!error.message.includes(`profile: [${profile}]`)) missing.push(error.message);
      return undefined;
    });
    if (caller?.account === id) {
      const { arn: callerArn } = caller;
      return { region, credentials: caller.credentials, ...howToCall(), callerArn };
    }
    if (caller) missing.push(`profile ${profile} holds those of ${caller.arn}`);
  }
  return undefined;
}

interface Caller {
  account: string;
  arn: string;
  /** The given credentials, if any. All clients share them: they are resolved once, and again before they expire. */
  credentials: Credentials;
}

async function callerOf(region: string, credentials: Credentials): Promise<Caller> {
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const sts = new STSClient({ region, credentials, ...howToCall() });
  const { $metadata, Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
  if (Account && Arn) {
    return { account: Account, arn: Arn, credentials: credentials && sts.config.credentials };
  }
  throw unreadable($metadata);
}

function credentialSource({ deployRole, profile }: ResolvedAccount): string {
  if (profile) return `those of its profile ${profile}`;
  return deployRole ? `those of its deployRole ${deployRole}` : "the ambient ones";
}

function unusable(account: ResolvedAccount, which: string, error: unknown): UserError {
  const title = accountTitle(account);
  const what =
    error instanceof Error && noAnswerReason(error) !== undefined
      ? `cannot ask AWS whether the credentials are of account ${title}; nothing was sent`
      : `the credentials must be of account ${title}, and ${which} cannot be used; nothing was sent`;
  const { message } = awsFailure(error, what, undefined);
  return noAccess(account, isMissing(error) ? `${message}${ofSandbox(account)}` : message);
}

/** One error object, because many questions of a run may fail for the same reason. */
function noAccess(account: ResolvedAccount, reason: string): UserError {
  return new UserError(
    toldOnce(reason, `account ${accountTitle(account)} cannot be asked, as said above`),
  );
}

/** Whether no credentials were found, rather than refused. */
function isMissing(error: unknown): error is Error {
  return error instanceof Error && error.name === "CredentialsProviderError";
}
