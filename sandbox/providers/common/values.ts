import { isMapping } from "iam-proof/collections";
/** A bag of Pulumi property values, as plain JSON. */
export type Properties = Record<string, unknown>;

/** What the engine sends in the place of a value that is not known before the deployment. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";

/** True for the mark of an unknown value itself, not for what contains one. */
export function isUnknown(value: unknown): boolean {
  return value === unknownValue;
}

/** True when any part of the value is unknown. */
export function containsUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(containsUnknown);
  if (isMapping(value)) return Object.values(value).some(containsUnknown);
  return isUnknown(value);
}

/** The named members of an object. */
export function pick<T extends object, Name extends keyof T>(
  from: T,
  ...names: Name[]
): Pick<T, Name> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, Name>;
}

/** An answer of AWS with its members as the provider names them, such as `keySpec` for `KeySpec`. */
export function camelCased<T extends object>(
  answer: T | undefined,
): { [Name in keyof T as Uncapitalize<Name & string>]: T[Name] } {
  const members = Object.entries(answer ?? {});
  const named = members.map(([name, value]) => [
    name.charAt(0).toLowerCase() + name.slice(1),
    value,
  ]);
  return Object.fromEntries(named);
}

/** Property values without their wrapping, and which top-level properties held a secret. */
export interface Unwrapped {
  values: Properties;
  secrets: Set<string>;
}

/** Takes the secret, output and resource wrappings off, remembering which properties were secret. */
export function unwrap(properties: Properties): Unwrapped {
  const secrets = new Set<string>();
  const values: Properties = {};
  for (const [name, wrapped] of Object.entries(properties)) {
    values[name] = unwrapValue(wrapped, () => secrets.add(name));
  }
  return { values, secrets };
}

/** Wraps the named properties as secrets again, so that the engine encrypts them. */
export function wrap(values: Properties, secrets: Set<string>): Properties {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      secrets.has(name) ? { [signatureKey]: secretSignature, value } : value,
    ]),
  );
}

function unwrapValue(value: unknown, foundSecret: () => void): unknown {
  if (Array.isArray(value)) return value.map((item) => unwrapValue(item, foundSecret));
  if (!isMapping(value)) return value;
  switch (value[signatureKey]) {
    case secretSignature:
      foundSecret();
      return unwrapValue(value.value, foundSecret);
    case outputSignature:
      if (value.secret === true) foundSecret();
      return "value" in value ? unwrapValue(value.value, foundSecret) : unknownValue;
    case resourceSignature:
      return value.id ?? value.urn;
    case undefined:
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, unwrapValue(item, foundSecret)]),
      );
    default:
      throw new Error("assets and archives are not supported by the sandbox's providers");
  }
}
