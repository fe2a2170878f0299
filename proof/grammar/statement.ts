import { isMapping } from "../collections";
import { parseConditions } from "./condition";
import { fail, type Place, stringList } from "./error";
import { parsePattern, parseResource } from "./pattern";
import { parsePrincipal } from "./principal";
import type {
  ConditionKey,
  ParsedCondition,
  ParsedStatement,
  Pattern,
  PatternElement,
  PolicyKind,
  PrincipalElement,
} from "./syntax";

const ELEMENTS = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);
/** AWS accepts any name of an action, whether the service has it or not. */
const ACTION = /^(\*+|[A-Za-z0-9*?.-]+:[^:${}]+)$/;

/** Parses a statement. `variables`: whether the document's version has policy variables. */
export function parseStatement(
  raw: unknown,
  index: number,
  kind: PolicyKind,
  variables: boolean,
  document: string,
): ParsedStatement {
  const unnamed = { document, statement: String(index) };
  if (!isMapping(raw)) {
    fail(unnamed, "a statement must be an object", raw);
  }
  const { Sid: rawSid } = raw;
  if (rawSid !== undefined && typeof rawSid !== "string")
    fail(unnamed, "Sid must be a text", rawSid);
  const sid = rawSid === undefined || rawSid === "" ? undefined : rawSid;
  const place = { document, statement: sid === undefined ? String(index) : JSON.stringify(sid) };
  for (const element of Object.keys(raw)) {
    if (!ELEMENTS.has(element)) fail(place, "unknown element of a statement", element);
  }
  const { Effect: effect } = raw;
  if (effect !== "Allow" && effect !== "Deny") {
    fail(place, 'Effect must be "Allow" or "Deny"', effect);
  }
  const principal = principalElement(raw, kind, place);
  const action = either(raw, "Action", place, (text) => actionPattern(text, place));
  if (!action) fail(place, "a statement must have Action or NotAction", undefined);
  const resource = resourceElement(raw, kind, variables, place);
  const conditions =
    raw.Condition === undefined ? [] : parseConditions(raw.Condition, variables, place);
  return {
    index,
    ...(sid !== undefined && { sid }),
    effect,
    ...(principal && { principal }),
    action,
    ...(resource && { resource }),
    conditions,
    requiredVariables: requiredVariables(resource, conditions),
  };
}

function principalElement(
  raw: Record<string, unknown>,
  kind: PolicyKind,
  place: Place,
): PrincipalElement | undefined {
  const { Principal: plain, NotPrincipal: negated } = raw;
  if (kind === "rcp") {
    if (negated !== undefined || plain !== "*") {
      fail(place, 'a resource control policy must have "Principal": "*"', plain ?? negated);
    }
  } else if (kind !== "resource" && kind !== "key" && kind !== "trust") {
    if (plain === undefined && negated === undefined) return undefined;
    fail(place, "only resource-based policies have Principal or NotPrincipal", plain ?? negated);
  }
  if ((plain === undefined) === (negated === undefined)) {
    fail(place, "a statement must have either Principal or NotPrincipal", plain);
  }
  return plain === undefined
    ? parsePrincipal(negated, true, place)
    : parsePrincipal(plain, false, place);
}

function resourceElement(
  raw: Record<string, unknown>,
  kind: PolicyKind,
  variables: boolean,
  place: Place,
): PatternElement | undefined {
  const element = either(raw, "Resource", place, (text) =>
    parseResource(text, kind, variables, place),
  );
  if (kind === "trust") {
    if (element) fail(place, "a trust policy must have no Resource", raw.Resource);
  } else if (!element && kind !== "resource" && kind !== "key") {
    fail(place, "a statement must have Resource or NotResource", undefined);
  }
  return element;
}

function either(
  raw: Record<string, unknown>,
  element: string,
  place: Place,
  read: (text: string) => Pattern,
): PatternElement | undefined {
  const plain = raw[element];
  const negated = raw[`Not${element}`];
  if (plain === undefined && negated === undefined) return undefined;
  if (plain !== undefined && negated !== undefined) {
    fail(place, `a statement must have either ${element} or Not${element}`, negated);
  }
  const name = plain === undefined ? `Not${element}` : element;
  const given = plain === undefined ? negated : plain;
  const named = element === "Resource" ? withoutNulls(given) : given;
  return { negated: plain === undefined, patterns: stringList(named, name, place).map(read) };
}

/** IAM accepts null among the resources of a list. It names nothing. */
function withoutNulls(resources: unknown): unknown {
  if (!Array.isArray(resources)) return resources;
  const named = resources.filter((resource) => resource !== null);
  return named.length === 0 ? resources : named;
}

function actionPattern(text: string, place: Place): Pattern {
  if (!ACTION.test(text)) fail(place, 'an action must be written "service:Action"', text);
  const rules = { wildcards: true, variables: false };
  return { ...parsePattern(text.toLowerCase(), rules, place), text };
}

function requiredVariables(
  resource: PatternElement | undefined,
  conditions: ParsedCondition[],
): ConditionKey[] {
  const patterns = [
    ...(resource?.patterns ?? []),
    ...conditions.flatMap(({ comparison }) =>
      comparison.type === "string" || comparison.type === "arn" ? comparison.values : [],
    ),
  ];
  const keys = patterns
    .flatMap(({ tokens }) => tokens)
    .flatMap((token) =>
      token.kind === "variable" && token.fallback === undefined ? [token.key] : [],
    );
  return [...new Map(keys.map((key) => [key.name, key])).values()];
}
