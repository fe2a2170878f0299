import { parseConditionKey } from "./condition-key";
import { fail, type Place } from "./error";
import type { ArnPattern, Pattern, PolicyKind, Token } from "./syntax";

/** What a text may contain in addition to literal characters. */
interface PatternRules {
  /** `*` and `?` stand for other characters. */
  wildcards: boolean;
  /** `${…}` is a policy variable. */
  variables: boolean;
}

/** Parses a text with wildcards and policy variables. */
export function parsePattern(text: string, rules: PatternRules, place: Place): Pattern {
  const tokens: Token[] = [];
  let literal = "";
  /** The start of the text that is not consumed yet. */
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

/** Parses a pattern of the ARN operators, in which the first five colons separate components. */
export function parseArnPattern(text: string, rules: PatternRules, place: Place): ArnPattern {
  const pattern = parsePattern(text, rules, place);
  const components = arnFields(pattern.tokens);
  return components.length === 6 ? { ...pattern, components } : pattern;
}

/** Splits tokens at the first five colons into the fields of an ARN: six if it is complete. */
function arnFields(tokens: Token[]): Token[][] {
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

/** Whether the pattern contains the variable without a default. */
export function needsVariable({ tokens }: Pattern, name: string): boolean {
  return tokens.some(
    (token) => token.kind === "variable" && token.fallback === undefined && token.key.name === name,
  );
}

const ARN_FIELDS = 6;

/** Parses an entry of `Resource` or `NotResource`: an ARN or `*`. */
export function parseResource(
  text: string,
  kind: PolicyKind,
  variables: boolean,
  place: Place,
): Pattern {
  const { also, ...pattern } = readEntry(text, kind, variables, place);
  const surely = withinFields(pattern);
  return { ...pattern, ...(surely && { surely }), ...(also && { also }) };
}

/**
 * A wildcard in front of the last field takes in what is within its field, and "if the * wildcard is the last character of a
 * resource ARN segment, it can expand to match beyond the colon boundaries". Of all other wildcards this is not said.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function withinFields(pattern: Pattern): Pattern | undefined {
  const fields = arnFields(pattern.tokens);
  let isLimited = false;
  const tokens = fields.flatMap((field, index): Token[] => {
    if (index === fields.length - 1) return field;
    const limited = field.map((token, at): Token => {
      const mayCross = token.kind === "any" && at === field.length - 1;
      if (mayCross || (token.kind !== "any" && token.kind !== "one")) return token;
      isLimited = true;
      return { ...token, within: true };
    });
    return [...limited, { kind: "text", text: ":" }];
  });
  return isLimited ? { text: pattern.text, tokens } : undefined;
}

function readEntry(text: string, kind: PolicyKind, variables: boolean, place: Place): Pattern {
  const read = (written: string) => parsePattern(written, { wildcards: true, variables }, place);
  const pattern = read(text);
  const [first] = pattern.tokens;
  const start = first?.kind === "text" ? first.text : "";
  if (!start.startsWith("arn:") && !"arn:".startsWith(start)) {
    fail(place, 'Resource must be an ARN or "*"', text);
  }
  const fields = arnFields(pattern.tokens);
  const missing = ARN_FIELDS - fields.length;
  if (missing <= 0 || /^\*+$/.test(text)) return pattern;
  const isCompleted = kind === "identity" || kind === "boundary";
  // Nothing completes what has no service, and IAM knows no such ARN; one that ends in a wildcard takes in all the same.
  if (isCompleted && fields.length < 3 && text.endsWith("*")) return pattern;
  if (isCompleted && (fields.length < 3 || fields[2]?.length === 0)) {
    fail(place, 'Resource must name a service, as arn:aws:sqs does, or be "*"', text);
  }
  // A wildcard at the end runs on over all fields. STS refuses that of a session policy, too.
  if (isCompleted || (kind !== "session" && text.endsWith("*"))) {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html: `arn:aws:sqs` is `arn:aws:sqs:*:*:*`. A `*` before the end may as
    // well stand for what is missing: `arn:aws:kms:*:key/1*` for the key of any account.
    const isOpen = pattern.tokens.slice(0, -1).some(({ kind }) => kind === "any");
    const completed = { ...read(text + ":*".repeat(missing)), text };
    return isOpen ? { ...completed, also: pattern } : isCompleted ? completed : pattern;
  }
  return fail(
    place,
    "Resource must have all six fields of an ARN, as AWS completes them in identity policies only",
    text,
  );
}
