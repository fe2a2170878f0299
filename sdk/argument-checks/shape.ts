import { isMapping } from "../../proof/collections/mapping";
import { type Path, type Problem, problemIf, within } from "../rules/problem";
import { nearest, shown } from "../rules/wording";

/** What an argument must be before any rule is asked about its value. */
export interface Kind {
  /** Follows `must be` in messages. */
  must: string;
  fits(value: unknown): boolean;
  /** The problems with what a value that fits holds. */
  problemsWithin?(value: unknown): Problem[];
  isOptional?: true;
  /** It decides which children there are, so no output can be given. */
  isPlain?: true;
}

export interface OptionalKind extends Kind {
  isOptional: true;
}

type RequiredKind = Kind & { isOptional?: never };

/** The kind of each argument. The compiler finds one that is missing here, or is optional here alone, without `strict`, too. */
export type Shape<A> = {
  [K in keyof A]-?: Record<never, never> extends Pick<A, K> ? OptionalKind : RequiredKind;
};

export const text = kindOf("a text", (value) => typeof value === "string");
export const number = kindOf("a number", (value) => typeof value === "number");
export const flag = kindOf("true or false", (value) => typeof value === "boolean");
export const mapping = kindOf("a mapping", isMapping);
export const texts: RequiredKind = {
  ...mapping,
  problemsWithin: (value) =>
    Object.entries(value as object).flatMap(([key, inner]) => valueProblems([key], inner, text)),
};

export function listOf(kind: Kind): RequiredKind {
  return {
    ...kindOf("a list", Array.isArray),
    problemsWithin: (value) =>
      (value as unknown[]).flatMap((inner, index) => valueProblems([index], inner, kind)),
  };
}

export function mappingOf<A>(shape: Shape<A>): RequiredKind {
  return { ...mapping, problemsWithin: (value) => shapeProblems(value as object, shape) };
}

export function optional(kind: RequiredKind): OptionalKind {
  return { ...kind, isOptional: true };
}

export function plain<K extends Kind>(kind: K): K {
  return { ...kind, isPlain: true };
}

/** The arguments that a shape has, of those that are given. */
export function argumentsOf<A extends object, S extends object>(
  shape: S,
  args: A,
): Pick<A, keyof A & keyof S> {
  const entries = Object.entries(args).filter(([name]) => name in shape);
  return Object.fromEntries(entries) as Pick<A, keyof A & keyof S>;
}

/** What arguments are called in Pulumi's AWS resources, where that is far from their name here. */
const namesOfAws: Readonly<Record<string, string>> = {
  kmsKeyId: "keyArn",
  path: "rolePath",
  policy: "extraPolicyStatements",
};

/**
 * Arguments that are missing, of another kind, or misspelt, in the order of the shape. TypeScript finds these itself; programs in
 * JavaScript and other languages do not. Of `given`, as `known` returns it, a property without value is not known yet.
 */
export function shapeProblems(given: object, shape: Readonly<Record<string, Kind>>): Problem[] {
  const kinds = Object.entries(shape);
  const values = new Map(Object.entries(given));
  const absent = kinds.map(([name]) => name).filter((name) => !values.has(name));
  return [
    ...kinds.flatMap(([name, kind]) => {
      if (values.has(name)) return valueProblems([name], values.get(name), kind);
      return kind.isOptional ? [] : problemIf([name], "is required");
    }),
    ...[...values.keys()]
      .filter((name) => !(name in shape))
      .flatMap((name) => {
        const meant = nearest(name, absent) ?? absent.find((one) => one === namesOfAws[name]);
        return meant === undefined ? [] : problemIf([name], `is unknown; did you mean ${meant}?`);
      }),
  ];
}

function valueProblems(path: Path, value: unknown, kind: Kind): Problem[] {
  if (value === undefined) {
    const says = "must be a plain value, got an output: it decides which resources there are";
    return kind.isPlain ? problemIf(path, says) : [];
  }
  if (!kind.fits(value)) return problemIf(path, `must be ${kind.must}, got ${shown(value)}`);
  return within(path, kind.problemsWithin?.(value) ?? []);
}

function kindOf(must: string, fits: (value: unknown) => boolean): RequiredKind {
  return { must, fits };
}
