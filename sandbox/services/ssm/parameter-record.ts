import type { Tags } from "../../operations/tags/tags";
import type { Store, StoreKey, StoreWriter } from "../../store/store";
import { AwsError, type Call } from "../../wire/messages";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { bareName, type ParameterName } from "./parameter-name";

/** A parameter without its values, as it is stored: below `["parameter", account, region, name]`. */
export interface ParameterRecord {
  arn: string;
  /** The name as it was created, with or without a leading slash. */
  name: string;
  type: "String" | "StringList" | "SecureString";
  tier: "Standard" | "Advanced";
  dataType: string;
  description?: string;
  /** The key of a `SecureString` as the caller named it, or the alias of the AWS managed key. */
  keyId?: string;
  version: number;
  modified: Date;
  /** ARN of the principal that wrote the newest version. */
  modifiedBy: string;
  tags: Tags;
}

/** The parameter's properties at the time of a version. */
type VersionTraits = Pick<
  ParameterRecord,
  "modified" | "modifiedBy" | "tier" | "dataType" | "description" | "keyId"
>;

/** One version, below `["parameter-version", account, region, name, version]`. */
export type ParameterVersion = VersionTraits & {
  labels: string[];
} & (
    | { text: string }
    /** Encrypted by the key itself, or by a data key if there is one. */
    | { ciphertext: Buffer; encryptedDataKey?: Buffer }
  );

export interface NumberedVersion {
  number: number;
  version: ParameterVersion;
}

/** The number of versions that AWS keeps. */
const KEPT_VERSIONS = 100;

/** A parameter of the caller's account in the call's Region, by its name without leading slash. */
export function findParameter(
  store: Store,
  { caller, region }: Call,
  name: string,
): ParameterRecord | undefined {
  return store.get(["parameter", caller.account, region, name]);
}

export function allParameters(store: Store, { caller, region }: Call): ParameterRecord[] {
  return store.values<ParameterRecord>(["parameter", caller.account, region]);
}

export function findParameterVersion(
  store: Store,
  call: Call,
  parameter: ParameterRecord,
  { selected = parameter.version }: Pick<ParameterName, "selected"> = {},
): NumberedVersion | undefined {
  if (typeof selected === "string") {
    return allParameterVersions(store, call, parameter).find(({ version }) =>
      version.labels.includes(selected),
    );
  }
  const version = store.get<ParameterVersion>(versionKey(call, parameter, selected));
  return version && { number: selected, version };
}

export function allParameterVersions(
  store: Store,
  { caller, region }: Call,
  { name }: ParameterRecord,
): NumberedVersion[] {
  return store
    .list<ParameterVersion>(["parameter-version", caller.account, region, bareName(name)])
    .map(({ key, value }) => ({ number: Number(key.at(-1)), version: value }))
    .sort((a, b) => a.number - b.number);
}

export function putParameterRecord(
  writer: StoreWriter,
  { caller, region }: Call,
  parameter: ParameterRecord,
): void {
  writer.put(["parameter", caller.account, region, bareName(parameter.name)], parameter);
}

export function putVersion(
  writer: StoreWriter,
  call: Call,
  parameter: ParameterRecord,
  { number, version }: NumberedVersion,
): void {
  writer.put(versionKey(call, parameter, number), version);
}

/** Removes the version that a new one replaces, if there are as many as AWS keeps. */
export function removeOldestVersion(
  store: Store,
  writer: StoreWriter,
  call: Call,
  parameter: ParameterRecord,
): void {
  const number = parameter.version - KEPT_VERSIONS;
  const oldest = number > 0 && findParameterVersion(store, call, parameter, { selected: number });
  if (!oldest) return;
  if (oldest.version.labels.length > 0) {
    throw new AwsError(
      "ParameterMaxVersionLimitExceeded",
      `You attempted to create a new version of ${parameter.name} by calling the PutParameter API with the overwrite flag. Version ${number}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
    );
  }
  writer.remove(versionKey(call, parameter, number));
}

function versionKey({ caller, region }: Call, { name }: ParameterRecord, number: number): StoreKey {
  return ["parameter-version", caller.account, region, bareName(name), String(number)];
}

export function removeParameter(
  store: Store,
  writer: StoreWriter,
  { caller, region }: Call,
  name: string,
): void {
  const place = [caller.account, region, name] as const;
  for (const { key } of store.list(["parameter-version", ...place])) writer.remove(key);
  writer.remove(["parameter", ...place]);
}

/** The parameter of a name, or undefined. Throws `AccessDeniedException` unless policies allow it, existing or not. */
export function authoriseParameter(
  { platform, call, action }: Pick<EncryptingRequest, "platform" | "call" | "action">,
  { arn, name }: ParameterName,
  context: Record<string, string | string[]> = {},
): ParameterRecord | undefined {
  const parameter = name === undefined ? undefined : findParameter(platform.store, call, name);
  platform.authorise(call, {
    action,
    resource: arn,
    ...(parameter && { resourceTags: parameter.tags }),
    context,
  });
  return parameter;
}
