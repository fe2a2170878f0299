import { getOrMake } from "../../collections";
import { always, type Formula, never, not, or } from "../solver/formula";
import { patternAccepts } from "./find-text";
import {
  anySteps,
  componentPattern,
  constantPattern,
  federatedUserPatterns,
  lastSegmentPattern,
  stepsPattern,
  type TextPattern,
} from "./text-pattern";
import type { TextVariable } from "./text-variable";

/** A text of a request, known or not. */
export interface TextValue {
  /** The same for values that are the same text. */
  readonly key: string;
  /** Says that the pattern accepts the text. */
  matches(pattern: TextPattern): Formula;
  /** The text, once `textOf` knows the variables. */
  read(textOf: (variable: TextVariable) => string): string;
  /** The unknown that the text is, where it is one itself. */
  readonly variable?: TextVariable;
  /** The unknown that the text is, or is a part of. */
  readonly from?: TextVariable;
  /** Which part of it the text is; the whole where this is absent. */
  readonly part?: "account" | "region" | "name";
  /** The text, where it is known. */
  readonly constant?: string;
}

export function knownText(text: string): TextValue {
  return {
    key: `=${text}`,
    matches: (pattern) => (patternAccepts(pattern, text) ? always : never),
    read: () => text,
    constant: text,
  };
}

export function unknownText(variable: TextVariable): TextValue {
  return {
    key: variable.name,
    matches: (pattern) => variable.matches(pattern),
    read: (textOf) => textOf(variable),
    variable,
    from: variable,
  };
}

/** Says that the text is one of these. */
export function equalsText(text: TextValue, ...wanted: string[]): Formula {
  return or(...wanted.map((one) => text.matches(constantPattern(one))));
}

/** The account, or region, within the ARN that the variable is; of a text that has no such component, the empty text. */
export function withinArn(variable: TextVariable, part: "account" | "region"): TextValue {
  const index = part === "account" ? 4 : 3;
  const known = new Map<string, Formula>();
  const matches = (pattern: TextPattern) => {
    const isWithin = variable.matches(componentPattern(index, pattern));
    if (!patternAccepts(pattern, "")) return isWithin;
    return or(isWithin, not(variable.matches(componentPattern(index, anyPattern))));
  };
  return {
    key: `${part} of ${variable.name}`,
    // The same few accounts are asked for again and again.
    matches: (pattern) => getOrMake(known, pattern.key, () => matches(pattern)),
    read: (textOf) => {
      const components = textOf(variable).split(":");
      return components.length > index + 1 ? (components[index] ?? "") : "";
    },
    from: variable,
    part,
  };
}

const anyPattern = stepsPattern(anySteps);

/** What follows the last slash of the text that the variable is; of a text without one, the empty text. */
export function lastSegment(variable: TextVariable): TextValue {
  return {
    key: `name of ${variable.name}`,
    matches: (pattern) => {
      const isLast = variable.matches(lastSegmentPattern(pattern));
      if (!patternAccepts(pattern, "")) return isLast;
      return or(isLast, not(variable.matches(lastSegmentPattern(anyPattern))));
    },
    read: (textOf) => {
      const text = textOf(variable);
      return text.includes("/") ? text.slice(text.lastIndexOf("/") + 1) : "";
    },
    from: variable,
    part: "name",
  };
}

/** The id of the federated user whose ARN the variable is: its account, a colon and its name. */
export function federatedUserId(variable: TextVariable): TextValue {
  return {
    key: `id of ${variable.name}`,
    matches: (pattern) => or(...federatedUserPatterns(pattern).map((one) => variable.matches(one))),
    read: (textOf) => {
      const [, , , , account = "", resource = ""] = textOf(variable).split(":");
      return `${account}:${resource.slice(resource.indexOf("/") + 1)}`;
    },
    from: variable,
  };
}
