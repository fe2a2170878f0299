import {
  DESCRIPTOR_TEXTS,
  type Descriptor,
  type FailoverObject,
  type JmesPathEntry,
} from "./descriptor";
import { MountError } from "./mount-error";

type Members = Record<string, unknown>;

/** Reads parsed YAML into descriptors as Go reads JSON: unknown members are ignored, members of a wrong type refused. */
export function decodeDescriptors(value: unknown): Descriptor[] {
  return list(value, "[]*provider.SecretDescriptor").map((item) => {
    const members = struct(item, "SecretDescriptor");
    const texts = Object.fromEntries(
      DESCRIPTOR_TEXTS.map((name) => [name, string(members, name, "SecretDescriptor")]),
    ) as Pick<Descriptor, (typeof DESCRIPTOR_TEXTS)[number]>;
    checkedPermission(texts.filePermission);
    return {
      ...texts,
      jmesPath: list(member(members, "jmesPath"), "[]provider.JMESPathEntry").map(decodeEntry),
      failoverObject: decodeFailover(member(members, "failoverObject")),
    };
  });
}

function decodeEntry(value: unknown): JmesPathEntry {
  const members = struct(value, "JMESPathEntry");
  const text = (name: string) => string(members, name, "JMESPathEntry");
  return {
    path: text("path"),
    objectAlias: text("objectAlias"),
    filePermission: checkedPermission(text("filePermission")),
  };
}

function decodeFailover(value: unknown): FailoverObject {
  const members = struct(value, "FailoverObjectEntry");
  const text = (name: string) => string(members, name, "FailoverObjectEntry");
  return {
    objectName: text("objectName"),
    objectVersion: text("objectVersion"),
    objectVersionLabel: text("objectVersionLabel"),
  };
}

function checkedPermission(permission: string): string {
  if (permission !== "" && !/^[0-7]{4}$/.test(permission)) {
    throw new MountError(`Invalid File Permission: ${permission}`);
  }
  return permission;
}

function string(members: Members, name: string, type: string): string {
  const value = member(members, name);
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  throw unmarshal(value, `struct field ${type}.${name} of type string`);
}

function struct(value: unknown, type: string): Members {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) {
    throw unmarshal(value, `value of type provider.${type}`);
  }
  return value as Members;
}

function list(value: unknown, type: string): unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw unmarshal(value, `value of type ${type}`);
  return value;
}

/** Go's JSON knows a member by any case of its name. */
function member(members: Members, name: string): unknown {
  if (Object.hasOwn(members, name)) return members[name];
  const found = Object.keys(members).find((key) => key.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : members[found];
}

function unmarshal(value: unknown, target: string): MountError {
  const kind = Array.isArray(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value;
  return new MountError(
    `Failed to load SecretProviderClass: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${kind} into Go ${target}`,
  );
}
