import { isMapping } from "iam-proof/collections";

export type Properties = Record<string, unknown>;

/** The engine's placeholder for a value that is unknown before the deployment. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";

/** Whether a value is the placeholder itself. False for a value that contains one. */
export function isUnknown(value: unknown): boolean {
  return value === unknownValue;
}

export function containsUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(containsUnknown);
  if (isMapping(value)) return Object.values(value).some(containsUnknown);
  return isUnknown(value);
}

export function pick<T extends object, Name extends keyof T>(
  from: T,
  ...names: Name[]
): Pick<T, Name> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, Name>;
}

/** An answer of AWS with the provider's names for members, such as `keySpec` for `KeySpec`. */
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

/** Property values without wrapping, and the top-level properties that contained a secret. */
export interface Unwrapped {
  values: Properties;
  secrets: Set<string>;
}

/** Removes the secret, output and resource wrappings, and records which properties were secret. */
export function unwrap(properties: Properties): Unwrapped {
  const secrets = new Set<string>();
  const values: Properties = {};
  for (const [name, wrapped] of Object.entries(properties)) {
    values[name] = unwrapValue(wrapped, () => secrets.add(name));
  }
  return { values, secrets };
}

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

/** The shape and behaviour of one input property, as in the real provider's schema. */
export interface Property {
  shape: Shape;
  required?: true;
  /** Whether a change replaces the resource. */
  replaces?: true;
  /** Whether the service sets it if the program does not. */
  computed?: true;
  /** The value if the program sets none. */
  default?: string | number | boolean;
  /** Why the stand-in refuses a property that the real provider has. */
  refused?: string;
  /** Whether the service never returns it: the state keeps the program's value. */
  unread?: true;
  problem?: (value: never) => string | undefined;
  /** Whether two texts mean the same to the service. */
  same?: (old: string, next: string) => boolean;
  /** Converts a text to the form that the provider sends and keeps in the state. */
  normal?: (text: string) => string;
}

type Shape =
  | { kind: "string" }
  | { kind: "boolean" }
  | { kind: "number" }
  /** A JSON document, given as text or as an object, kept as text. */
  | { kind: "json" }
  | { kind: "map" }
  | { kind: "any" }
  | { kind: "list"; of: Property }
  /** A list without order. */
  | { kind: "set"; of: Property }
  | { kind: "object"; fields: Schema };

export type Schema = Record<string, Property>;

/** The value in a state for a property that the service does not mention. */
export const EMPTY: Record<Shape["kind"], unknown> = {
  string: "",
  json: "",
  boolean: false,
  number: 0,
  list: [],
  set: [],
  map: {},
  object: {},
  any: {},
};

type Options = Omit<Property, "shape">;

const ofShape =
  (shape: Shape) =>
  (options: Options = {}): Property => ({ shape, ...options });

export const string = ofShape({ kind: "string" });
export const boolean = ofShape({ kind: "boolean" });
export const number = ofShape({ kind: "number" });
export const json = ofShape({ kind: "json" });
export const any = ofShape({ kind: "any" });
export const map = ofShape({ kind: "map" });
export const list = (of: Property, options?: Options) => ofShape({ kind: "list", of })(options);
export const set = (of: Property, options?: Options) => ofShape({ kind: "set", of })(options);
export const object = (fields: Schema, options?: Options) =>
  ofShape({ kind: "object", fields })(options);

/** A property that the real provider has and the stand-in refuses. It may still be an output. */
export const refused = (reason: string, options: Pick<Property, "computed"> = {}): Property => ({
  shape: { kind: "any" },
  refused: reason,
  ...options,
});

/** A number within bounds, both included. */
export function between(least: number, most: number): (value: number) => string | undefined {
  return (value) =>
    value >= least && value <= most ? undefined : `must be ${least} to ${most}, got ${value}`;
}

export function oneOf(...words: string[]): (value: string) => string | undefined {
  return (value) =>
    words.includes(value) ? undefined : `must be one of ${words.join(", ")}, got ${value}`;
}

export function withDefaults(schema: Schema, inputs: Properties): Properties {
  const complete: Properties = { ...inputs };
  for (const [name, property] of Object.entries(schema)) {
    const value = complete[name];
    if (value === undefined && property.default !== undefined) complete[name] = property.default;
    if (property.shape.kind === "object" && isMapping(value)) {
      complete[name] = withDefaults(property.shape.fields, value);
    }
  }
  return complete;
}
