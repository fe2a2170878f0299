import { memoize } from "../../collections";
import type { ArnPattern, Pattern, Token } from "../../grammar/syntax";
import { and, type Formula, not, or } from "../solver/formula";
import { heedLimit } from "../solver/limits";
import { isPresent, type SymbolicKey } from "../symbols/symbolic-key";
import type { Variables } from "../symbols/symbolic-request";
import { knownFits } from "../texts/known-fit";
import type { Problem } from "../texts/problem";
import type { Comparing } from "../texts/template";
import {
  anyText,
  arnPattern,
  emptyPattern,
  type PatternStep,
  stepsPattern,
  type TextPattern,
  textSteps,
} from "../texts/text-pattern";
import { knownText, type TextValue } from "../texts/text-value";

/** Says that the pattern matches the text. */
export function patternMatches(
  pattern: Pattern | ArnPattern,
  left: TextValue,
  comparing: Comparing,
  variables: Variables,
): Formula {
  const fixed = fixedPatterns[comparing](pattern);
  if (fixed) return left.matches(fixed);
  const groups = groupsOf(pattern, comparing) ?? [];
  return or(
    ...listResolutions(groups.flat(), variables).map(({ guard, values }) =>
      and(guard, filledMatches(groups, values, left, comparing, variables.problem)),
    ),
  );
}

/** What a pattern without variables accepts: the same in every request, and computed once. */
const fixedPatterns = {
  letters: memoize((pattern: Pattern) => fixedPattern(pattern, "letters")),
  ignoringCase: memoize((pattern: Pattern) => fixedPattern(pattern, "ignoringCase")),
  arn: memoize((pattern: Pattern) => fixedPattern(pattern, "arn")),
};

function fixedPattern(pattern: Pattern, comparing: Comparing): TextPattern | undefined {
  const groups = groupsOf(pattern, comparing);
  // An ARN with too few components matches nothing, whatever the values of its variables.
  if (!groups) return emptyPattern;
  const varies = pattern.tokens.some(({ kind }) => kind === "variable");
  return varies ? undefined : compile(groups, [], comparing);
}

function groupsOf(pattern: Pattern | ArnPattern, comparing: Comparing): Token[][] | undefined {
  return comparing === "arn" ? (pattern as ArnPattern).components : [pattern.tokens];
}

/** The key has exactly one value, as a policy variable needs. */
export function variableResolves(key: SymbolicKey): Formula {
  return and(isPresent(key), ...pairs(key).map(([a, b]) => not(and(a.present, b.present))));
}

interface Resolution {
  guard: Formula;
  /** The value of each variable token, in order. */
  values: TextValue[];
}

/** Lists all ways in which a pattern's variables can get their values. */
function listResolutions(tokens: Token[], { keyOf, problem }: Variables): Resolution[] {
  let found: Resolution[] = [{ guard: and(), values: [] }];
  for (const token of tokens) {
    if (token.kind !== "variable") continue;
    const key = keyOf(token.key.name);
    const options = key.map(({ present, text }) => ({
      guard: and(
        present,
        ...key.flatMap((other) => (other.text === text ? [] : [not(other.present)])),
      ),
      value: text,
    }));
    if (token.fallback !== undefined) {
      options.push({ guard: not(variableResolves(key)), value: knownText(token.fallback) });
    }
    found = found.flatMap(({ guard, values }) =>
      options.map((option) => ({
        guard: and(guard, option.guard),
        values: [...values, option.value],
      })),
    );
    heedLimit("resolutions", problem.limits.resolutions, found.length);
  }
  return found;
}

function filledMatches(
  groups: Token[][],
  values: TextValue[],
  left: TextValue,
  comparing: Comparing,
  problem: Problem,
): Formula {
  const steps = (text: string) => textSteps(text, comparing === "ignoringCase");
  const fill = (texts: string[]) => compile(groups, texts.map(steps), comparing);
  const known = values.map(({ constant }) => constant);
  if (known.every((text) => text !== undefined)) return left.matches(fill(known as string[]));
  const open = values.map((value): PatternStep[] => [
    { ...anyText, says: (text) => value.matches(stepsPattern(steps(text))) },
  ]);
  const skeleton = compile(groups, open, comparing);
  const fits = left.constant !== undefined && knownFits(left.constant, skeleton);
  if (fits) return fits;
  return problem.template({
    name: JSON.stringify([left.key, comparing, groups, values.map(({ key }) => key)]),
    left,
    holes: values,
    groups,
    comparing,
    fill,
    isEquality: comparing === "letters" && groups.flat().length === 1,
    skeleton,
  });
}

/** The pattern with its variables replaced by these steps. */
function compile(groups: Token[][], fillings: PatternStep[][], comparing: Comparing): TextPattern {
  const rest = [...fillings];
  const folded = comparing === "ignoringCase";
  const components = groups.map((tokens) =>
    tokens.flatMap((token) =>
      token.kind === "variable" ? (rest.shift() ?? []) : tokenSteps(token, folded),
    ),
  );
  return comparing === "arn" ? arnPattern(components) : stepsPattern(components.flat());
}

const notColon: PatternStep["class"] = { kind: "except", code: ":".charCodeAt(0) };

function tokenSteps(token: Exclude<Token, { kind: "variable" }>, folded: boolean): PatternStep[] {
  if (token.kind === "text") return textSteps(token.text, folded);
  return [{ class: token.within ? notColon : { kind: "any" }, many: token.kind === "any" }];
}

function pairs<T>(items: T[]): [T, T][] {
  return items.flatMap((a, index) => items.slice(index + 1).map((b): [T, T] => [a, b]));
}
