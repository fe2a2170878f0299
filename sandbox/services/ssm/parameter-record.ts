import type { Tags } from "../../operations/tags/tags";
import type { Store, StoreWriter } from "../../store/store";
import type { Call } from "../../wire/messages/operation";
import { bareName, type ParameterName } from "./parameter-name";

/** A parameter without its values, as it is stored: below `["parameter", account, region, name]`. */
export interface ParameterRecord {
  arn: string;
  /** As it was made, with or without a slash before it. */
  name: string;
  type: "String" | "StringList" | "SecureString";
  tier: "Standard" | "Advanced";
  dataType: string;
  description?: string;
  /** Of a `SecureString`: the key as the caller named it, or the alias of the AWS managed key. */
  keyId?: string;
  version: number;
  modified: Date;
  /** ARN of who wrote the newest version. */
  modifiedBy: string;
  tags: Tags;
}

/** One version's value, below `["parameter-version", account, region, name, version]`. */
export type ParameterVersion = { modified: Date } & (
  | { text: string }
  /** Encrypted by the key itself, or where there is a data key by that. */
  | { ciphertext: Buffer; encryptedDataKey?: Buffer }
);

/** A parameter of the caller's account in the call's Region, by its name without leading slash. */
export function findParameter(
  store: Store,
  { caller, region }: Call,
  name: string,
): ParameterRecord | undefined {
  return store.get(["parameter", caller.account, region, name]);
}

/** The parameters of the caller's account in the call's Region, by name. */
export function allParameters(store: Store, { caller, region }: Call): ParameterRecord[] {
  return store
    .list<ParameterRecord>(["parameter", caller.account, region])
    .map(({ value }) => value);
}

/** The version that a name selects, the newest by default. */
export function findParameterVersion(
  store: Store,
  { caller, region }: Call,
  { name, version }: ParameterRecord,
  { selected }: Pick<ParameterName, "selected"> = {},
): { number: number; version: ParameterVersion } | undefined {
  const number = selected ?? version;
  const found = store.get<ParameterVersion>([
    "parameter-version",
    caller.account,
    region,
    bareName(name),
    String(number),
  ]);
  return found && { number, version: found };
}

/** Every version of a parameter that is kept, the oldest first. */
export function allParameterVersions(
  store: Store,
  { caller, region }: Call,
  { name }: ParameterRecord,
): { number: number; version: ParameterVersion }[] {
  return store
    .list<ParameterVersion>(["parameter-version", caller.account, region, bareName(name)])
    .map(({ key, value }) => ({ number: Number(key.at(-1)), version: value }))
    .sort((a, b) => a.number - b.number);
}

export function putParameterRecord(
  writer: StoreWriter,
  { caller, region }: Call,
  parameter: ParameterRecord,
  version?: ParameterVersion,
): void {
  const place = [caller.account, region, bareName(parameter.name)] as const;
  writer.put(["parameter", ...place], parameter);
  if (version) writer.put(["parameter-version", ...place, String(parameter.version)], version);
}

/** Removes a parameter and all its versions. */
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
