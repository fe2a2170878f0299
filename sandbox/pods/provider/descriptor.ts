const DESCRIPTOR_TEXTS = [
  "objectName",
  "objectAlias",
  "objectVersion",
  "objectVersionLabel",
  "objectType",
  "filePermission",
] as const;

/** One object of a SecretProviderClass: what to fetch, and into which files. Absent members are empty strings. */
export interface Descriptor extends Record<(typeof DESCRIPTOR_TEXTS)[number], string> {
  jmesPath: JmesPathEntry[];
  failoverObject: FailoverObject;
}

interface JmesPathEntry {
  path: string;
  objectAlias: string;
  filePermission: string;
}

export interface FailoverObject {
  objectName: string;
  objectVersion: string;
  objectVersionLabel: string;
}

/** A member of an object, or that of its failover object, if it has one and this is a failover. */
export function failedOver(
  { failoverObject, ...object }: Descriptor,
  member: keyof FailoverObject,
  isFailover: boolean,
): string {
  return (isFailover && failoverObject[member]) || object[member];
}

type Members = Record<string, unknown>;

/** Turns parsed YAML into descriptors as Go reads JSON: it ignores unknown members and refuses members of a wrong type. */
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
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "number") return goNumber(value);
  throw unmarshal(value, `struct field ${type}.${name} of type string`);
}

/** A number where a text is meant, as Go's `strconv.FormatFloat(…, 'g', -1, 64)` writes it. */
function goNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  const [digits = "", power = "0"] = value.toExponential().split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${digits}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
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

/** Go's JSON matches the names of members in any case. */
function member(members: Members, name: string): unknown {
  if (Object.hasOwn(members, name)) return members[name];
  const found = Object.keys(members).find((key) => key.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : members[found];
}

/** Go's names for kinds of JSON values, if JavaScript's differ. */
const JSON_KINDS: Record<string, string> = { boolean: "bool", bigint: "number" };

function unmarshal(value: unknown, target: string): MountError {
  const kind = Array.isArray(value) ? "array" : (JSON_KINDS[typeof value] ?? typeof value);
  return new MountError(
    `Failed to load SecretProviderClass: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${kind} into Go ${target}`,
  );
}

/** An error that the provider returns to the driver. Its text ends up in the pod's event, so it contains no secret value. */
export class MountError extends Error {}

/** Receives the provider's log. Lines contain names and reasons, never values. */
export type Log = (line: string) => void;
