import { parseConditionKey } from "./condition-key";
import { fail, type Place } from "./error";
import type { ArnPattern, Pattern, Token } from "./syntax";

/** What a text may hold beside literal characters. */
export interface PatternRules {
  /** `*` and `?` stand for other characters. */
  wildcards: boolean;
  /** `${…}` is a policy variable. */
  variables: boolean;
}

/** Reads a text with wildcards and policy variables. */
export function parsePattern(text: string, rules: PatternRules, place: Place): Pattern {
  const tokens: Token[] = [];
  let literal = "";
  /** Where the text not yet taken starts. */
  let start = 0;
  const push = (token: Token) => {
    if (literal !== "") tokens.push({ kind: "text", text: literal });
    literal = "";
    tokens.push(token);
  };
  SPECIAL.lastIndex = 0;
  for (let found = SPECIAL.exec(text); found; found = SPECIAL.exec(text)) {
    const [special] = found;
    const isVariable = special === "${";
    if (!(isVariable ? rules.variables : rules.wildcards)) continue;
    literal += text.slice(start, found.index);
    start = found.index + special.length;
    if (isVariable) {
      const end = variableEnd(text, start);
      if (end < 0) fail(place, 'a policy variable must end in "}"', text);
      const variable = parseVariable(text.slice(start, end), place);
      if (typeof variable === "string") literal += variable;
      else push(variable);
      start = end + 1;
      SPECIAL.lastIndex = start;
    } else push({ kind: special === "*" ? "any" : "one" });
  }
  literal += text.slice(start);
  if (literal !== "") tokens.push({ kind: "text", text: literal });
  const only = onlyText(tokens);
  return { text, tokens, ...(only !== undefined && { literal: only }) };
}

const SPECIAL = /[*?]|\$\{/g;

/** Reads a pattern of the ARN operators, whose first five colons separate components. */
export function parseArnPattern(text: string, rules: PatternRules, place: Place): ArnPattern {
  const pattern = parsePattern(text, rules, place);
  const components = arnFields(pattern.tokens);
  return components.length === 6 ? { ...pattern, components } : pattern;
}

/** Splits tokens at the first five colons: the fields of an ARN, six where it has all of them. */
export function arnFields(tokens: Token[]): Token[][] {
  const fields: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind !== "text") {
      fields.at(-1)?.push(token);
      continue;
    }
    let rest = token.text;
    while (fields.length < 6 && rest.includes(":")) {
      const colon = rest.indexOf(":");
      if (colon > 0) fields.at(-1)?.push({ kind: "text", text: rest.slice(0, colon) });
      fields.push([]);
      rest = rest.slice(colon + 1);
    }
    if (rest !== "") fields.at(-1)?.push({ kind: "text", text: rest });
  }
  return fields;
}

function onlyText(tokens: Token[]): string | undefined {
  const [first] = tokens;
  if (!first) return "";
  return tokens.length === 1 && first.kind === "text" ? first.text : undefined;
}

/** Position of the brace that closes a variable; one inside a quoted default does not. */
function variableEnd(text: string, start: number): number {
  let quoted = false;
  for (let position = start; position < text.length; position++) {
    const character = text.charAt(position);
    if (character === "'") quoted = !quoted;
    else if (character === "}" && !quoted) return position;
  }
  return -1;
}

/** A variable, or the literal character that `${*}`, `${?}` or `${$}` stands for. */
function parseVariable(body: string, place: Place): Token | string {
  if (body === "*" || body === "?" || body === "$") return body;
  const comma = body.indexOf(",");
  const name = (comma < 0 ? body : body.slice(0, comma)).trim();
  const key = name.includes(":") ? parseConditionKey(name) : undefined;
  if (!key) fail(place, "unknown policy variable", `\${${body}}`);
  if (comma < 0) return { kind: "variable", key };
  const fallback = /^\s*'([^']*)'\s*$/.exec(body.slice(comma + 1));
  if (!fallback) {
    fail(place, "the default of a policy variable must stand in single quotes", `\${${body}}`);
  }
  return { kind: "variable", key, fallback: fallback[1] ?? "" };
}

/** Whether the pattern has the variable, and no default for it. */
export function needsVariable({ tokens }: Pattern, name: string): boolean {
  return tokens.some(
    (token) => token.kind === "variable" && token.fallback === undefined && token.key.name === name,
  );
}
