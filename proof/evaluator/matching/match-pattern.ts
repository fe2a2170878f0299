import type { ArnPattern, Pattern, Token } from "../../grammar/syntax";
import type { RequestContext } from "./context";

const globs = new WeakMap<Token[], Glob>();

/** Whether a pattern matches a whole text. */
export function matchesPattern(pattern: Pattern, text: string, context: RequestContext): boolean {
  if (pattern.literal !== undefined) return pattern.literal === text;
  return matchesTokens(pattern.tokens, text, context);
}

/** Whether a text equals a pattern without wildcards, ignoring case. */
export function equalsIgnoringCase(
  pattern: Pattern,
  text: string,
  context: RequestContext,
): boolean {
  const wanted = pattern.tokens.map((token) =>
    token.kind === "variable"
      ? variableValue(token, context)
      : token.kind === "text"
        ? token.text
        : "",
  );
  return wanted.join("").toLowerCase() === text.toLowerCase();
}

/**
 * Whether an ARN pattern matches an ARN, component by component. A wildcard or variable value cannot go beyond its component, and
 * only the sixth component extends to the end.
 */
export function matchesArn(pattern: ArnPattern, text: string, context: RequestContext): boolean {
  const { components } = pattern;
  if (!components) return false;
  if (pattern.literal !== undefined) return pattern.literal === text;
  let start = 0;
  for (const component of components.slice(0, 5)) {
    const colon = text.indexOf(":", start);
    if (colon < 0 || !matchesTokens(component, text.slice(start, colon), context)) return false;
    start = colon + 1;
  }
  return matchesTokens(components[5] ?? [], text.slice(start), context);
}

type Wildcard = Token & { kind: "any" | "one" };

/** Whether a pattern matches a whole text if some of its wildcards cannot match a colon. Tracks all possible places at once. */
export function matchesWithin({ tokens }: Pattern, text: string, context: RequestContext): boolean {
  const steps = tokens.flatMap((token): (string | Wildcard)[] => {
    if (token.kind === "any" || token.kind === "one") return [token];
    return (token.kind === "text" ? token.text : variableValue(token, context)).split("");
  });
  /** Also adds the places that follow a `*` that matches nothing. */
  const enter = (places: Set<number>, place: number) => {
    for (let next = place; ; next++) {
      places.add(next);
      const step = steps[next];
      if (typeof step !== "object" || step.kind !== "any") return;
    }
  };
  let places = new Set<number>();
  enter(places, 0);
  for (const character of text.split("")) {
    const next = new Set<number>();
    for (const place of places) {
      const step = steps[place];
      if (step === undefined) continue;
      const fits =
        typeof step === "string" ? step === character : !(step.within && character === ":");
      const stays = typeof step === "object" && step.kind === "any";
      if (fits) enter(next, stays ? place : place + 1);
    }
    places = next;
  }
  return places.has(steps.length);
}

function matchesTokens(tokens: Token[], text: string, context: RequestContext): boolean {
  const known = globs.get(tokens);
  if (known) return matchesGlob(known, text);
  let fixed = true;
  const glob = toGlob(tokens, (variable) => {
    fixed = false;
    return variableValue(variable, context);
  });
  if (fixed) globs.set(tokens, glob);
  return matchesGlob(glob, text);
}

/** A variable's value. Statements with a variable without a value have been excluded before. */
function variableValue(variable: Token & { kind: "variable" }, context: RequestContext): string {
  return resolveKey(variable.key.name, context) ?? variable.fallback ?? "";
}

/** The single value of a key; undefined if the request has none or several, because a variable needs exactly one. */
export function resolveKey(name: string, context: RequestContext): string | undefined {
  const values = context.get(name);
  return values?.length === 1 ? values[0] : undefined;
}

/** A pattern without variables, split at its `*`s. Each segment is split at its `?`s. */
type Glob = string[][];

/** Splits tokens into a glob. `resolve` returns a variable's value, which is literal text. */
export function toGlob(
  tokens: Token[],
  resolve: (variable: Token & { kind: "variable" }) => string,
): Glob {
  let pieces = [""];
  const glob = [pieces];
  for (const token of tokens) {
    if (token.kind === "any") {
      pieces = [""];
      glob.push(pieces);
    } else if (token.kind === "one") pieces.push("");
    else {
      const text = token.kind === "text" ? token.text : resolve(token);
      pieces[pieces.length - 1] += text;
    }
  }
  return glob;
}

/**
 * Whether a glob matches a whole text. Each segment takes the leftmost place where it fits. That is correct because a `*` can match
 * anything, so nothing is tried twice.
 */
export function matchesGlob(glob: Glob, text: string): boolean {
  const first = glob[0] ?? [""];
  const last = glob[glob.length - 1] ?? [""];
  if (glob.length === 1) return lengthOf(first) === text.length && fitsAt(first, text, 0);
  const end = text.length - lengthOf(last);
  let position = lengthOf(first);
  if (position > end || !fitsAt(first, text, 0) || !fitsAt(last, text, end)) return false;
  for (let index = 1; index < glob.length - 1; index++) {
    const segment = glob[index] ?? [""];
    const found = find(segment, text, position, end);
    if (found < 0) return false;
    position = found + lengthOf(segment);
  }
  return true;
}

/** Whether a text matches a pattern with `*` and `?` but without variables. */
export function matchesWildcards(pattern: string, text: string): boolean {
  return matchesGlob(
    pattern.split("*").map((segment) => segment.split("?")),
    text,
  );
}

function lengthOf(segment: string[]): number {
  let length = segment.length - 1;
  for (const piece of segment) length += piece.length;
  return length;
}

function fitsAt(segment: string[], text: string, start: number): boolean {
  let position = start;
  for (const piece of segment) {
    if (!text.startsWith(piece, position)) return false;
    position += piece.length + 1;
  }
  return true;
}

/** The first place from `start` at which a segment fits and ends no later than `end`, or -1. */
function find(segment: string[], text: string, start: number, end: number): number {
  const latest = end - lengthOf(segment);
  const [piece = ""] = segment;
  for (let place = start; place <= latest; place++) {
    place = text.indexOf(piece, place);
    if (place < 0 || place > latest) return -1;
    if (fitsAt(segment, text, place)) return place;
  }
  return -1;
}
