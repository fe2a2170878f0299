import { resourceTagOf } from "../../domain/carried-keys";
import type { AccessRequest, RequestPrincipal } from "../../domain/request";
import { spellConditionKey } from "../../grammar/condition-key";
import type { QuestionSetup, SymbolicCaller } from "../request/caller";
import { type Formula, holds, not } from "../solver/formula";
import type { SymbolicContext } from "../symbols/symbolic-context";
import { type SymbolicElement, type SymbolicKey, typedAtom } from "../symbols/symbolic-key";
import { OrderedVariable } from "../texts/ordered-variable";
import type { Model } from "../texts/problem";
import { type OrderedType, parseAs } from "../texts/template";
import type { TextValue } from "../texts/text-value";

/** Keys that are derived from principal and resource and are not repeated in a request. */
const DERIVED =
  /^(aws:(principal(arn|account|orgid|type|isawsservice|servicename|servicenameslist|tag\/.*)|username|resourceaccount|securetransport)|kms:calleraccount)$/s;

/** The principal in a model. */
export function renderPrincipal(
  model: Model,
  { principal, tags }: SymbolicCaller,
  ...contexts: SymbolicContext[]
): RequestPrincipal {
  const is = (formula: Formula) => holds(formula, model.truth);
  const arn = readText(model, principal.arn);
  const given: Record<string, string> = {};
  for (const [key, tag] of tags) {
    if (is(tag.present)) given[key] = elementText(model, tag);
  }
  const [organizationId] = contexts.flatMap(({ asked }) =>
    values(model, asked.get("aws:principalorgid") ?? []),
  );
  const member = organizationId === undefined ? {} : { organizationId };
  const { kinds } = principal;
  if (is(kinds.session)) {
    const sessionName = readText(model, principal.sessionName);
    return { kind: "session", roleArn: arn, sessionName, tags: given, ...member };
  }
  if (is(kinds.user)) return { kind: "user", arn, tags: given, ...member };
  if (is(kinds.root)) {
    const [, partition = "aws", , , account = ""] = arn.split(":");
    return { kind: "root", account, partition, ...member };
  }
  if (is(kinds.federatedUser)) return { kind: "federated", arn, tags: given, ...member };
  if (is(kinds.federated)) {
    const provider = readText(model, principal.provider);
    return { kind: "federated", arn: provider, provider };
  }
  if (is(kinds.service)) return { kind: "service", service: readText(model, principal.service) };
  return { kind: "anonymous" };
}

/** The condition keys in a model that are not derived from principal and resource. */
export function renderContext(
  model: Model,
  { asked }: SymbolicContext,
  spellings: ReadonlyMap<string, string>,
): NonNullable<AccessRequest["context"]> {
  const context: Record<string, string | string[]> = {};
  for (const [name, key] of asked) {
    if (DERIVED.test(name) || resourceTagOf(name)) continue;
    const texts = values(model, key);
    const [first] = texts;
    if (first !== undefined)
      context[spellings.get(name) ?? spellConditionKey(name)] = texts.length === 1 ? first : texts;
  }
  return context;
}

/** The tags in a model of a resource that is not in the documents. */
export function renderResourceTags(
  model: Model,
  { asked }: SymbolicContext,
): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const [name, key] of asked) {
    const tag = resourceTagOf(name)?.tag;
    const [value] = values(model, key);
    if (tag !== undefined && value !== undefined) tags[tag] = value;
  }
  return tags;
}

export function readText(model: Model, value: TextValue): string {
  return value.read((variable) => model.text(variable));
}

function values(model: Model, key: SymbolicKey): string[] {
  return key
    .filter(({ present }) => holds(present, model.truth))
    .map((element) => elementText(model, element));
}

const TYPES: OrderedType[] = ["number", "date", "ip4", "ip6"];

/** The text of an element. If it is compared as a number, date or address, it is written as one. */
function elementText(model: Model, { ordered, text }: SymbolicElement): string {
  const { variable } = text;
  const read = readText(model, text);
  const type = variable && TYPES.find((one) => model.truth(typedAtom(variable.name, one)));
  const value = type && ordered(type).variable;
  if (!type || !(value instanceof OrderedVariable)) return read;
  const own = parseAs(read, type);
  const isTaken = own !== undefined && holds(value.liesWith(own), model.truth);
  return isTaken ? read : writeAs(type, model.ordered(value));
}

/** A date: with a year of four digits as AWS writes it, otherwise as seconds since 1970. */
function writeDate(milliseconds: number): string {
  const isWritable = milliseconds >= FIRST_DATE && milliseconds <= LAST_DATE;
  return isWritable
    ? new Date(milliseconds).toISOString()
    : String(Math.round(milliseconds / 1000));
}

const FIRST_DATE = Date.parse("0000-01-01T00:00:00Z");
const LAST_DATE = Date.parse("9999-12-31T23:59:59Z");

function writeAs(type: OrderedType, value: bigint | number): string {
  if (type === "number") return String(value);
  if (type === "date") return writeDate(Number(value));
  const bits = BigInt(value);
  if (type === "ip4") return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join(".");
  return Array.from({ length: 8 }, (_, index) =>
    ((bits >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  ).join(":");
}

/** The request with which somebody assumes a role. */
export function makingRequest(
  model: Model,
  { spellings }: QuestionSetup,
  maker: SymbolicCaller,
  session: SymbolicCaller,
  roleArn: string,
): AccessRequest {
  const creation = session.creation?.(roleArn);
  if (!creation) throw new Error(`who becomes ${roleArn} must be known`);
  const principal = renderPrincipal(model, maker, creation);
  const action =
    principal.kind !== "federated" || principal.provider === undefined
      ? "sts:AssumeRole"
      : principal.provider.includes(":saml-provider/")
        ? "sts:AssumeRoleWithSAML"
        : "sts:AssumeRoleWithWebIdentity";
  return {
    principal,
    action,
    resource: roleArn,
    context: renderContext(model, creation, spellings),
  };
}

/** Preferences that make a counterexample short to read: a session or user, few keys, few tags. */
export function preferShort(caller: SymbolicCaller, ...contexts: SymbolicContext[]): Formula[] {
  const { kinds } = caller.principal;
  return [
    kinds.session,
    kinds.user,
    ...contexts.flatMap(({ asked }) =>
      [...asked.values()].flatMap((key) => key.map(({ present }) => not(present))),
    ),
    ...[...caller.tags.values()].map(({ present }) => not(present)),
  ];
}

/** A principal in words. */
export function sayPrincipal(principal: RequestPrincipal): string {
  switch (principal.kind) {
    case "session":
      return `a session of ${principal.roleArn}`;
    case "user":
      return `the user ${principal.arn}`;
    case "root":
      return `the root user of ${principal.account}`;
    case "service":
      return `the service ${principal.service}`;
    case "federated":
      return `the federated principal ${principal.arn}`;
    case "anonymous":
      return "anyone, without credentials,";
  }
}
