import { isMapping } from "iam-proof/collections";
import schema from "../plugin/schema.json";
import { nearest, type Path, type Problem, problemIf, shown, within } from "../rules/problem";

/** What the schema says of an argument. */
interface Property {
  type?: string;
  $ref?: string;
  items?: Property;
  additionalProperties?: Property;
  /** The property decides which children the component has, so it cannot be an output. */
  plain?: boolean;
}

/** What the schema says of a type, or of the arguments of a component. */
interface Shape {
  type?: string;
  properties?: Readonly<Record<string, Property>>;
  required?: readonly string[];
}

/** Shapes by the references that point to them. The only values of type "any" are IAM statements. */
const types = new Map<string | undefined, Shape>([
  ["pulumi.json#/Any", { type: "object" }],
  ...Object.entries(schema.types).map(([name, type]) => [`#/types/${name}`, type] as const),
]);

/** What a value of each type must be, in words that follow `must be` in messages. */
const kinds = new Map<string | undefined, { must: string; fits(value: unknown): boolean }>([
  ["string", { must: "a text", fits: (value) => typeof value === "string" }],
  ["integer", { must: "a number", fits: (value) => typeof value === "number" }],
  ["boolean", { must: "true or false", fits: (value) => typeof value === "boolean" }],
  ["array", { must: "a list", fits: Array.isArray }],
  ["object", { must: "a mapping", fits: isMapping }],
]);

type Resources = typeof schema.resources;

/** The name of a component. */
export type ComponentName = keyof Resources extends `${string}:index:${infer Name}` ? Name : never;

type Types = typeof schema.types;

/** The given arguments that the schema knows for a component or type. */
type Taken<A, P> = Pick<A, keyof A & keyof P>;

/** The given arguments that the component has. */
export function argumentsOf<N extends ComponentName, A extends object>(
  component: N,
  args: A,
): Taken<A, Resources[`eks-pod-secrets:index:${N}`]["inputProperties"]> {
  return taken(args, resourceOf(component).inputProperties);
}

/** The given members that the type has in the schema. */
export function membersOf<N extends "MountedObject" | "ReadableSecret", A extends object>(
  type: N,
  given: A,
): Taken<A, Types[`eks-pod-secrets:index:${N}`]["properties"]> {
  return taken(given, schema.types[`eks-pod-secrets:index:${type}`].properties);
}

function taken<A extends object, K extends keyof A>(args: A, properties: object): Pick<A, K> {
  const entries = Object.entries(args).filter(([name]) => name in properties);
  return Object.fromEntries(entries) as Pick<A, K>;
}

/** Names from Pulumi's AWS resources whose arguments are called something quite different here. */
const namesOfAws: Readonly<Record<string, string>> = {
  kmsKeyId: "keyArn",
  path: "rolePath",
  policy: "extraPolicyStatements",
};

/**
 * Arguments of a component that are missing, misspelt, or of the wrong type by the schema. TypeScript finds these itself, but
 * programs in JavaScript and other languages do not. In `given`, as returned by `known`, a property without a value is not known
 * yet.
 */
export function shapeProblems(component: ComponentName, given: object): Problem[] {
  const { inputProperties, requiredInputs } = resourceOf(component);
  return misshapen(given, { properties: inputProperties, required: requiredInputs });
}

function resourceOf<N extends ComponentName>(component: N) {
  return schema.resources[`eks-pod-secrets:index:${component}`];
}

function misshapen(given: object, { properties = {}, required = [] }: Shape): Problem[] {
  const values = new Map(Object.entries(given));
  const absent = Object.keys(properties).filter((name) => !values.has(name));
  return [
    ...Object.entries(properties).flatMap(([name, property]) => {
      if (values.has(name)) return valueProblems([name], values.get(name), property);
      return required.includes(name) ? problemIf([name], "is required") : [];
    }),
    ...[...values.keys()]
      .filter((name) => !(name in properties))
      .flatMap((name) => {
        const meant = nearest(name, absent) ?? absent.find((one) => one === namesOfAws[name]);
        return meant === undefined ? [] : problemIf([name], `is unknown; did you mean ${meant}?`);
      }),
  ];
}

function valueProblems(path: Path, value: unknown, property: Property): Problem[] {
  if (value === undefined) {
    const says = "must be a plain value, got an output: it decides which resources there are";
    return property.plain ? problemIf(path, says) : [];
  }
  const shape = types.get(property.$ref) ?? property;
  const kind = kinds.get(shape.type);
  if (kind?.fits(value) === false) {
    return problemIf(path, `must be ${kind.must}, got ${shown(value)}`);
  }
  const { additionalProperties: each, items } = property;
  return within(
    path,
    items
      ? [...(value as unknown[]).entries()].flatMap(([index, one]) =>
          valueProblems([index], one, items),
        )
      : [],
    each
      ? Object.entries(value as object).flatMap(([key, one]) => valueProblems([key], one, each))
      : [],
    "properties" in shape ? misshapen(value as object, shape) : [],
  );
}
