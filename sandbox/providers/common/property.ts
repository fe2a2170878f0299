import { isMapping } from "iam-proof/collections";
import type { Properties } from "./values";

/** Shape and behaviour of one input property, in the words of the real provider's schema. */
export interface Property {
  shape: Shape;
  required?: true;
  /** A change makes a new resource. */
  replaces?: true;
  /** The service fills it in when the program leaves it out. */
  computed?: true;
  /** Stands where the program gives nothing. */
  default?: string | number | boolean;
  /** Known to the real provider, but refused here, with the reason. */
  refused?: string;
  /** The service does not tell it: the state keeps what the program gave. */
  unread?: true;
  /** Why a value is refused, or `undefined`. */
  problem?: (value: never) => string | undefined;
  /** Whether two texts mean the same to the service. */
  same?: (old: string, next: string) => boolean;
  /** The wording in which the provider sends a text and keeps it in the state. */
  normal?: (text: string) => string;
}

export type Shape =
  | { kind: "string" }
  | { kind: "boolean" }
  | { kind: "number" }
  /** A JSON document, given as text or as an object, kept as text. */
  | { kind: "json" }
  | { kind: "map" }
  /** Any JSON value. */
  | { kind: "any" }
  | { kind: "list"; of: Property }
  /** A list whose order means nothing. */
  | { kind: "set"; of: Property }
  | { kind: "object"; fields: Schema };

export type Schema = Record<string, Property>;

/** What a state has of a property of which the service says nothing. */
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

/** A property that the real provider has and the stand-in refuses. It may be an output all the same. */
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

/** One of the words listed. */
export function oneOf(...words: string[]): (value: string) => string | undefined {
  return (value) =>
    words.includes(value) ? undefined : `must be one of ${words.join(", ")}, got ${value}`;
}

/** Inputs with the defaults of the schema where the program gives nothing, within objects too. */
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
