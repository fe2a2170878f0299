import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  paginateListSecretVersionIds,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import {
  accountTitle,
  type LandingZone,
  type ResolvedAccount,
  type Successor,
  successors,
} from "eks-pod-secrets/grant";
import { accountAccess } from "../../aws/account-access";
import { awsFailure, nothingIf } from "../../aws/aws-error";
import { UserError } from "../../terminal/errors";

/** Where a secret stands that takes the place of another. */
export interface AskedSuccession extends Succession {
  /** ARN of the old secret, where it is there. */
  oldArn?: string;
}

/** Asks with credentials of both owners. */
export function successionOf(secret: Successor, verb: string): Promise<AskedSuccession> {
  return withClients(secret, verb, async (old, now) => {
    const { arn, ...asked } = await compared(secret, old, now);
    return asked.state === "deleted" || asked.state === "done" ? asked : { ...asked, oldArn: arn };
  });
}

async function compared(
  { former, name }: Successor,
  old: SecretsManagerClient,
  now: SecretsManagerClient,
): Promise<Succession & { arn: string }> {
  const was = await versionsOf(old, former.name);
  const is = await versionsOf(now, name);
  const versions = is?.isDeleted ? undefined : is?.versions;
  return { ...succession(was?.versions, versions, was?.isDeleted), arn: was?.arn ?? "" };
}

/**
 * Copies to the secrets of an account the values of those whose place they take. A value is in the memory of this process alone.
 * Copies what is missing: run again, it goes on. Answers the ids of the secrets that have a value now. Throws a `UserError` if a
 * value is in an old secret that is scheduled for deletion.
 */
export async function copyFormerValues(
  zone: LandingZone,
  account: ResolvedAccount,
  onStep: (step: string) => void,
): Promise<string[]> {
  const valued: string[] = [];
  for (const secret of successors(zone).filter((one) => one.account === account)) {
    await withClients(secret, "up", async (old, now) => {
      const { former, id, name } = secret;
      const { arn, since, state, toCopy } = await compared(secret, old, now);
      if (state === "deleted") throw new UserError(deletedWords(secret, arn));
      for (const version of toCopy) {
        onStep(`copy the value of ${former.id} to ${id}`);
        await copyVersion(version, { client: old, name: former.name }, { client: now, name });
      }
      if (since || toCopy.length > 0) valued.push(id);
    });
  }
  return valued;
}

function deletedWords({ account, former, id }: Successor, arn: string): string {
  return `cannot copy the value of secret ${former.id} to secret ${id}: somebody has deleted ${former.id}, and AWS keeps it, with its value, only until the end of its recovery window; restore it with credentials of account ${accountTitle(former.account)}, and run the same command again: aws secretsmanager restore-secret --secret-id ${arn} --region ${former.region}; or give ${id} of ${account.name} a value of its own: eks-pod-secrets put ${id}`;
}

interface Place {
  client: SecretsManagerClient;
  name: string;
}

/** Under the id that it has: to send it twice makes one version. */
async function copyVersion(version: string, from: Place, to: Place): Promise<void> {
  const read = new GetSecretValueCommand({ SecretId: from.name, VersionId: version });
  const { SecretBinary, SecretString } = await from.client.send(read);
  const value = SecretString === undefined ? { SecretBinary } : { SecretString };
  const put = { SecretId: to.name, ClientRequestToken: version, ...value };
  try {
    await to.client.send(new PutSecretValueCommand(put));
  } catch (error) {
    const bytes = Buffer.from(SecretString ?? SecretBinary ?? "");
    throw awsFailure(error, `cannot put the value of ${from.name}`, bytes);
  }
}

async function withClients<Answer>(
  secret: Successor,
  verb: string,
  use: (old: SecretsManagerClient, now: SecretsManagerClient) => Promise<Answer>,
): Promise<Answer> {
  const { former, id } = secret;
  const old = new SecretsManagerClient(await accountAccess(former.account, former.region, verb));
  const now = new SecretsManagerClient(await accountAccess(secret.account, secret.region, verb));
  try {
    return await use(old, now);
  } catch (error) {
    const takes =
      "it takes secretsmanager:DescribeSecret, ListSecretVersionIds and GetSecretValue with kms:Decrypt of the old one, and PutSecretValue with kms:GenerateDataKey and kms:Decrypt of the new one; a sealed secret lets in administrators only";
    throw awsFailure(
      error,
      `cannot copy the value of secret ${former.id} to secret ${id} (${takes})`,
      undefined,
    );
  } finally {
    old.destroy();
    now.destroy();
  }
}

interface AskedVersions {
  arn: string;
  /** All versions; only those with labels if the secret is scheduled for deletion. */
  versions: Versions;
  isDeleted: boolean;
}

/** Undefined where there is no such secret. */
async function versionsOf(
  client: SecretsManagerClient,
  name: string,
): Promise<AskedVersions | undefined> {
  const asked = client.send(new DescribeSecretCommand({ SecretId: name }));
  const found = await asked.catch(nothingIf("ResourceNotFoundException"));
  if (!found) return undefined;
  const { ARN: arn = "", DeletedDate: created, VersionIdsToStages = {} } = found;
  if (!created) return { arn, versions: await allVersions(client, name), isDeleted: false };
  const labelled = Object.entries(VersionIdsToStages);
  return {
    arn,
    versions: labelled.map(([id, labels]) => ({ id, labels, created })),
    isDeleted: true,
  };
}

async function allVersions(client: SecretsManagerClient, SecretId: string): Promise<Versions> {
  const found: Versions[number][] = [];
  const asked = { SecretId, IncludeDeprecated: true };
  for await (const { Versions = [] } of paginateListSecretVersionIds({ client }, asked)) {
    for (const { CreatedDate: created, VersionId: id, VersionStages: labels = [] } of Versions) {
      if (id && created) found.push({ id, labels, created });
    }
  }
  return found;
}

/** What is known of the versions of a secret. */
export type Versions = readonly Version[];

export interface Version {
  id: string;
  labels: readonly string[];
  created: Date;
}

/** Where a secret stands that takes the place of another. */
interface Succession {
  /**
   * `open`: its value is still to be copied. `copied`: it has the old one's value. `own value`: it was given another. `no value`: the
   * old one has none. `deleted`: its value is still to be copied, and the old one is scheduled for deletion. `done`: there is no old
   * one any more, or nothing in it that is needed.
   */
  state: "open" | "copied" | "own value" | "no value" | "deleted" | "done";
  /** Ids of the versions to copy, in this order. */
  toCopy: string[];
  /** Since when it has a value. */
  since?: Date;
}

/**
 * Compares the old secret's versions with the new one's. A copied version keeps its id. That tells it from a value that somebody
 * put, and lets a copy that was cut short go on. The version before the current one is copied first, and becomes the one before.
 * `isDeleted`: the old secret is scheduled for deletion.
 */
export function succession(
  old: Versions | undefined,
  now: Versions | undefined,
  isDeleted = false,
): Succession {
  const since = now && earliest(now);
  const dated = since && { since };
  if (!old) return { state: "done", toCopy: [], ...dated };
  if (isDeleted) {
    const isNeeded = succession(old, now).state === "open";
    return { state: isNeeded ? "deleted" : "done", toCopy: [], ...dated };
  }
  const current = labelled(old, "AWSCURRENT");
  if (!current) return { state: "no value", toCopy: [] };
  const copied = new Set(now?.map(({ id }) => id));
  const latest = now && labelled(now, "AWSCURRENT");
  if (copied.has(current.id)) return { state: "copied", toCopy: [], ...dated };
  if (latest && !old.some(({ id }) => id === latest.id)) {
    return { state: "own value", toCopy: [], ...dated };
  }
  const previous = latest ? undefined : labelled(old, "AWSPREVIOUS");
  return { state: "open", toCopy: [previous, current].flatMap((one) => one?.id ?? []) };
}

function labelled(versions: Versions, label: string): Version | undefined {
  return versions.find(({ labels }) => labels.includes(label));
}

function earliest(versions: Versions): Date | undefined {
  return versions
    .map(({ created }) => created)
    .sort((a, b) => a.getTime() - b.getTime())
    .at(0);
}
