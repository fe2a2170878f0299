import type { AccessRequest } from "../../../proof";
import { requestContext } from "../../../proof/evaluator/matching/context";
import { type Subject, subjectOf } from "../../../proof/evaluator/matching/subject";
import { symbolicCaller } from "../../../proof/prover/request/caller";
import { never } from "../../../proof/prover/solver/formula";
import { symbolicContext } from "../../../proof/prover/symbols/symbolic-context";
import { typedAtom } from "../../../proof/prover/symbols/symbolic-key";
import type { SymbolicRequest } from "../../../proof/prover/symbols/symbolic-request";
import { anything } from "../../../proof/prover/texts/domains";
import { patternAccepts } from "../../../proof/prover/texts/find-text";
import { Problem } from "../../../proof/prover/texts/problem";
import { parseAs, type Template, type TypedText } from "../../../proof/prover/texts/template";
import { anySteps, stepsPattern, textSteps } from "../../../proof/prover/texts/text-pattern";
import { knownText, unknownText, withinArn } from "../../../proof/prover/texts/text-value";
import { TextVariable } from "../../../proof/prover/texts/text-variable";

/** A problem that is never solved. One concrete request gives the values of all its unknowns. */
export class GivenProblem extends Problem {
  readonly variables = new Map<string, TextVariable>();

  readonly equalities = new Map<string, Template>();
  readonly links: TypedText[] = [];

  override text(make: TextVariable): TextVariable {
    const variable = super.text(make);
    this.variables.set(variable.name, variable);
    return variable;
  }

  override template(template: Template) {
    this.equalities.set(template.name, template);
    return super.template(template);
  }

  override link(typed: TypedText): void {
    this.links.push(typed);
    super.link(typed);
  }
}

const TYPES = ["number", "date", "ip4", "ip6"] as const;

/** The truth of every atom of the problem in a request. The unknowns must have the names that `symbolicContext` gives them. */
export function truthIn(problem: GivenProblem, request: AccessRequest): (name: string) => boolean {
  const subject = subjectOf(request.principal);
  const context = requestContext(request, subject, request.resourceAccount);
  const truths = new Map<string, boolean>();
  const textOf = (variable: TextVariable) => textNamed(variable.name, request, subject, context);
  const kind = kindOf(request, subject);
  for (const one of KINDS) truths.set(`principal is ${one}`, one === kind);
  for (const variable of problem.variables.values()) {
    const text = textOf(variable);
    truths.set(`${JSON.stringify(variable.name)} is present`, text !== undefined);
    for (const pattern of variable.patterns) {
      truths.set(variable.atomName(pattern), patternAccepts(pattern, text ?? ""));
    }
  }
  for (const { fill, holes, left, name } of problem.equalities.values()) {
    const read = holes.map((hole) => hole.read((variable) => textOf(variable) ?? ""));
    const text = left.read((variable) => textOf(variable) ?? "");
    truths.set(name, patternAccepts(fill(read), text));
  }
  const values = new Map<string, bigint | number | undefined>();
  for (const { text, type: typedAs, variable } of problem.links) {
    const value = parseAs(
      text.read((one) => textOf(one) ?? ""),
      typedAs,
    );
    values.set(variable.name, value);
    const type = TYPES.find((one) => variable.name.endsWith(` as ${one}`));
    truths.set(typedAtom(text.key, type ?? "number"), value !== undefined);
  }
  return (name) => truths.get(name) ?? cutTruth(name, values);
}

const KINDS = ["session", "user", "root", "federatedUser", "federated", "service", "anonymous"];

function kindOf({ principal }: AccessRequest, { account }: Subject): string {
  if (principal.kind !== "federated") return principal.kind;
  return account === undefined ? "federated" : "federatedUser";
}

/** Whether a number, date or address lies on this side of a cut, such as `"key" as number ≤ 5`. */
function cutTruth(name: string, values: Map<string, bigint | number | undefined>): boolean {
  const [, variable = "", relation, cut = ""] = /^(.*) ([≤<]) (.*)$/s.exec(name) ?? [];
  if (!values.has(variable)) throw new Error(`nobody knows whether ${name}`);
  const value = values.get(variable);
  if (value === undefined) return false;
  const bound = typeof value === "bigint" ? BigInt(cut) : Number(cut);
  return relation === "<" ? value < bound : value <= bound;
}

function textNamed(
  name: string,
  request: AccessRequest,
  subject: Subject,
  context: ReadonlyMap<string, string[]>,
): string | undefined {
  const { principal } = request;
  switch (name) {
    case "principal ARN":
      return subject.arn ?? "arn:aws:iam::999999999999:role/nobody";
    case "principal service":
      return principal.kind === "service" ? principal.service : "none.amazonaws.com";
    case "principal provider":
      return principal.kind === "federated" ? (principal.provider ?? "none") : "none";
    case "principal session name":
      return principal.kind === "session" ? (principal.sessionName ?? "session") : "none";
    case "action":
      return request.action.toLowerCase();
    case "resource":
      return request.resource;
    case "resource account":
      return request.resourceAccount;
  }
  const tag = /^principal tag (.*)$/s.exec(name)?.[1];
  if (tag !== undefined) return context.get(`aws:principaltag/${tag}`)?.[0];
  const resourceTag = /^request resource tag (.*)$/s.exec(name)?.[1];
  if (resourceTag !== undefined) return context.get(`aws:resourcetag/${resourceTag}`)?.[0];
  const key = name.replace(/^(request|principal) /, "");
  const item = /^(.*) (\d+)$/s.exec(key);
  return item ? context.get(item[1] ?? "")?.[Number(item[2]) - 1] : context.get(key)?.[0];
}

/** A request without known parts, or with those that a resource's document needs: the ARN and the action. */
export function symbolicRequest(
  problem: GivenProblem,
  known: AccessRequest | undefined,
): SymbolicRequest {
  const setup = {
    problem,
    around: { kind: undefined, partition: undefined },
    sources: [],
    exampleArns: [],
    users: [],
  };
  const caller = symbolicCaller(setup, "principal");
  const { principal } = caller;
  const unknown = (name: string) => problem.text(new TextVariable(name, anything));
  const action = known ? knownText(known.action.toLowerCase()) : unknownText(unknown("action"));
  const variable = unknown("resource");
  const resource = known ? knownText(known.resource) : unknownText(variable);
  const account = known
    ? knownText(known.resourceAccount ?? "")
    : unknownText(unknown("resource account"));
  const context = symbolicContext({
    problem,
    name: "request",
    principal,
    resourceAccount: account,
    resourceRegion: known
      ? knownText(known.resource.split(":")[3] ?? "")
      : withinArn(variable, "region"),
    action,
    isActionOf: (service) =>
      action.matches(stepsPattern([...textSteps(`${service}:`, false), ...anySteps])),
    ...(known && { resourceTags: known.resourceTags ?? {} }),
    principalTags: (key) => [caller.tag(key)],
    organization: { accounts: [] },
    multiplicity: () => 4,
  });
  return {
    problem,
    name: "request",
    keyOf: context.keyOf,
    principal,
    action,
    resource,
    isSameAccount: never,
  };
}
