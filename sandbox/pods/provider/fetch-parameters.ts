import { GetParametersCommand, type Parameter, SSMClient } from "@aws-sdk/client-ssm";
import { type AwsSession, filesOfFirst } from "./aws-session";
import { describeError } from "./client-error";
import { type Descriptor, type FailoverObject, failedOver } from "./descriptor";
import type { FileNaming } from "./descriptors";
import { type FetchedFile, filesOf } from "./fetched-file";
import { type Log, MountError } from "./mount-error";

const BATCH = 10;
const MODELLED = ["InternalServerError", "InvalidKeyId"];

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
    const { fatal, text } = describeError(error, "SSM: GetParameters", MODELLED);
    const message = `${session.region}: Failed fetching parameters: ${text}`;
    throw fatal ? new MountError(message) : new Error(message);
  } finally {
    client.destroy();
  }
}
