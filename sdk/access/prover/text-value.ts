import { patternAccepts } from "./find-text";
import { always, type Formula, never } from "./formula";
import { componentPattern, lastSegmentPattern, type TextPattern } from "./text-pattern";
import type { TextVariable } from "./text-variable";

/** A text of a request, known or not. */
export interface TextValue {
  /** The same for values that are the same text. */
  readonly key: string;
  /** That the pattern accepts the text. */
  matches(pattern: TextPattern): Formula;
  /** The text, once `textOf` knows the variables. */
  read(textOf: (variable: TextVariable) => string): string;
  /** The unknown that the text is, where it is one itself. */
  readonly variable?: TextVariable;
  /** The unknown that the text is, or is a part of. */
  readonly from?: TextVariable;
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

/** The account, or region, within the ARN that the variable is. */
export function withinArn(variable: TextVariable, part: "account" | "region"): TextValue {
  const index = part === "account" ? 4 : 3;
  return {
    key: `${part} of ${variable.name}`,
    matches: (pattern) => variable.matches(componentPattern(index, pattern)),
    read: (textOf) => textOf(variable).split(":")[index] ?? "",
    from: variable,
  };
}

/** What follows the last slash of the text that the variable is. */
export function lastSegment(variable: TextVariable): TextValue {
  return {
    key: `name of ${variable.name}`,
    matches: (pattern) => variable.matches(lastSegmentPattern(pattern)),
    read: (textOf) => textOf(variable).split("/").at(-1) ?? "",
    from: variable,
  };
}
