import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParametersCommand, type Parameter, SSMClient } from "@aws-sdk/client-ssm";
import { AgentError } from "../agent/agent-request";
import {
  type Descriptor,
  type FailoverObject,
  failedOver,
  type Log,
  MountError,
} from "./descriptor";
import type { FileNaming } from "./descriptors";
import { type FetchedFile, filesOf } from "./fetched-file";
import { WebIdentityError } from "./web-identity";

const SECRET_ERRORS = [
  "DecryptionFailure",
  "InternalServiceError",
  "InvalidParameterException",
  "InvalidRequestException",
  "ResourceNotFoundException",
];

/** Fetches one secret from the first region that has it. A fatal error in any region ends the mount. */
export async function fetchSecret(
  sessions: AwsSession[],
  descriptor: Descriptor,
  fileName: FileNaming,
  log: Log,
): Promise<FetchedFile[]> {
  const files = await filesOfFirst(sessions, log, async (session, isFailover) =>
    filesOf(descriptor, await getValue(session, descriptor, isFailover), fileName),
  );
  if (files.length > 0) return files;
  throw new MountError(
    `Failed to fetch secret from all regions. Verify secret exists and required permissions are granted for: ${descriptor.objectName}`,
  );
}

async function getValue(
  session: AwsSession,
  descriptor: Descriptor,
  isFailover: boolean,
): Promise<Pick<FetchedFile, "value" | "version">> {
  const pick = (member: keyof FailoverObject) => failedOver(descriptor, member, isFailover);
  const client = new SecretsManagerClient(session);
  try {
    const {
      SecretString,
      SecretBinary,
      VersionId = "",
    } = await client.send(
      new GetSecretValueCommand({
        SecretId: pick("objectName"),
        ...(pick("objectVersion") && { VersionId: pick("objectVersion") }),
        ...(pick("objectVersionLabel") && { VersionStage: pick("objectVersionLabel") }),
      }),
    );
    return { value: Buffer.from(SecretString ?? SecretBinary ?? ""), version: VersionId };
  } catch (error) {
    const { fatal, text } = describeError(error, "Secrets Manager: GetSecretValue", SECRET_ERRORS);
    const message = `${session.region}: Failed fetching secret ${descriptor.objectName}: ${text}`;
    throw fatal ? new MountError(message) : new Error(message);
  } finally {
    client.destroy();
  }
}

const BATCH = 10;
const PARAMETER_ERRORS = ["InternalServerError", "InvalidKeyId"];

/** Fetches parameters, ten a call, from the first region that has the whole batch. */
export async function fetchParameters(
  sessions: AwsSession[],
  descriptors: Descriptor[],
  fileName: FileNaming,
  log: Log,
): Promise<FetchedFile[]> {
  const files: FetchedFile[] = [];
  for (let start = 0; start < descriptors.length; start += BATCH) {
    const batch = descriptors.slice(start, start + BATCH);
    const found = await filesOfFirst(sessions, log, (session, isFailover) =>
      getBatch(session, batch, isFailover, fileName),
    );
    if (found.length === 0) throw new MountError("Failed to fetch parameters from all regions.");
    files.push(...found);
  }
  return files;
}

async function getBatch(
  session: AwsSession,
  batch: Descriptor[],
  isFailover: boolean,
  fileName: FileNaming,
): Promise<FetchedFile[]> {
  const byName = new Map<string, Descriptor>();
  const names = batch.map((descriptor) => {
    const pick = (member: keyof FailoverObject) => failedOver(descriptor, member, isFailover);
    const name = pick("objectName");
    byName.set(name, descriptor);
    const selector = pick("objectVersion") || pick("objectVersionLabel");
    return selector === "" ? name : `${name}:${selector}`;
  });
  const { Parameters = [], InvalidParameters = [] } = await call(session, names);
  if (InvalidParameters.length > 0) {
    const invalid = InvalidParameters.join(", ");
    throw new MountError(`400: ${session.region}: invalid parameters: ${invalid}`);
  }
  return Parameters.flatMap((parameter) => {
    const descriptor = byName.get(parameter.Name ?? "") ?? byName.get(parameter.ARN ?? "");
    if (!descriptor) return [];
    try {
      const { Value = "", Version } = parameter;
      return filesOf(descriptor, { value: Buffer.from(Value), version: `${Version}` }, fileName);
    } catch (error) {
      throw new Error(`${session.region}: ${error instanceof Error ? error.message : error}`);
    }
  });
}

async function call(
  session: AwsSession,
  names: string[],
): Promise<{ Parameters?: Parameter[]; InvalidParameters?: string[] }> {
  const client = new SSMClient(session);
  try {
    return await client.send(new GetParametersCommand({ Names: names, WithDecryption: true }));
  } catch (error) {
    const { fatal, text } = describeError(error, "SSM: GetParameters", PARAMETER_ERRORS);
    const message = `${session.region}: Failed fetching parameters: ${text}`;
    throw fatal ? new MountError(message) : new Error(message);
  } finally {
    client.destroy();
  }
}

interface ClientError {
  /** Whether the error ends the mount, like modelled client errors and refusals of the agent. Others let it try the next region. */
  fatal: boolean;
  /** The text in the words of the Go SDK, e.g. `operation error Secrets Manager: GetSecretValue, …`. */
  text: string;
}

interface ServiceFailure {
  name: string;
  message: string;
  $metadata: { httpStatusCode?: number; requestId?: string };
}

function describeError(error: unknown, operation: string, modelled: string[]): ClientError {
  if (error instanceof AgentError) {
    return {
      fatal: error.status >= 400 && error.status < 500 && error.status !== 429,
      text: credentialsFailure(operation, error),
    };
  }
  if (error instanceof WebIdentityError) {
    return { fatal: error.fatal, text: credentialsFailure(operation, error) };
  }
  if (isServiceFailure(error)) {
    const { httpStatusCode = 0, requestId = "" } = error.$metadata;
    const isModelled = modelled.includes(error.name);
    const code = isModelled ? error.name : `api error ${error.name}`;
    return {
      fatal: isModelled && httpStatusCode >= 400 && httpStatusCode < 500,
      text: `operation error ${operation}, https response error StatusCode: ${httpStatusCode}, RequestID: ${requestId}, ${code}: ${error.message}`,
    };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { fatal: false, text: `operation error ${operation}, ${reason}` };
}

function credentialsFailure(operation: string, { message }: Error): string {
  return `operation error ${operation}, get identity: get credentials: failed to refresh cached credentials, ${message}`;
}

function isServiceFailure(error: unknown): error is ServiceFailure {
  return error instanceof Error && "$metadata" in error && "$fault" in error;
}

export interface AwsSession {
  region: string;
  endpoint: string;
  /** Milliseconds by which the sandbox's clock is ahead of the machine's. */
  systemClockOffset: number;
  /** Called when a client signs its first call, so a mount without calls needs no credentials. */
  credentials: () => Promise<{
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken: string;
  }>;
}

/** The files from the first session that has them. None if none does. A fatal error ends the mount; others are logged. */
async function filesOfFirst(
  sessions: AwsSession[],
  log: Log,
  fetch: (session: AwsSession, isFailover: boolean) => Promise<FetchedFile[]>,
): Promise<FetchedFile[]> {
  let files: FetchedFile[] = [];
  for (const [index, session] of sessions.entries()) {
    try {
      const found = await fetch(session, index > 0);
      if (files.length === 0) files = found;
    } catch (error) {
      if (error instanceof MountError) throw error;
      log(error instanceof Error ? error.message : String(error));
    }
  }
  return files;
}
