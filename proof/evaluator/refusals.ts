import { isMapping } from "../collections";
import type { AccessDocuments } from "../domain/documents";
import type {
  AccessRequest,
  ApplicablePolicies,
  StatementReference,
  TurningKey,
} from "../domain/request";
import { type NamedPolicy, type RawPolicy, rawStatements } from "../grammar/syntax";
import { accountRootArn } from "../names";
import { applicablePolicies, type EvaluateOptions } from "./applicable-policies";
import { completeRequest, evaluateRequest } from "./evaluate";
import { readArn, subjectOf } from "./matching/subject";

/** The kind of a document that refuses a request. */
export type RefusingKind =
  | "identity"
  | "boundary"
  | "session"
  | "resource"
  | "key"
  | "trust"
  | "serviceControl"
  | "resourceControl"
  | "endpoint";

/** A document that refuses a request regardless of the others. */
export interface Refusal {
  kind: RefusingKind;
  /** The document's name, or the names of all documents of a kind if together they lack an Allow. */
  name: string;
  /** The document as it was given, if it is a single one. */
  document?: RawPolicy;
  /** The statement that denies the request; absent if the document lacks an Allow instead. */
  denies?: StatementReference;
  /** Why, in one sentence. */
  reason: string;
  /** As in `Decision`. */
  turnsOn: TurningKey[];
}

/**
 * All documents that refuse a request. A decision names only the first. Here each one is assumed to allow the request after it was
 * named, and the request is decided again, until it is allowed. Empty for a request that is allowed.
 */
export function refusalsOf(
  documents: AccessDocuments,
  request: AccessRequest,
  options: EvaluateOptions = {},
): Refusal[] {
  const complete = completeRequest(documents, request);
  const given = applicablePolicies(documents, complete, subjectOf(complete.principal), options);
  const found: Refusal[] = [];
  for (let policies = given; ; ) {
    const decided = evaluateRequest(policies, complete);
    const { decidedBy, decision, lacking, reason, turnsOn } = decided;
    const name = decidedBy?.document ?? lacking;
    if (decision === "allowed" || name === undefined) return found;
    const kind = kindOf(policies, name);
    const document = byKind(given)
      .flatMap(([, all]) => all)
      .find((one) => one.name === name)?.document;
    found.push({
      ...{ kind, name, reason, turnsOn },
      ...(document !== undefined && { document }),
      ...(decidedBy && { denies: decidedBy }),
    });
    policies = decidedBy
      ? mapped(policies, (one) => (one.name === name ? withoutDeny(one, decidedBy.index) : one))
      : withAllow(policies, kind, name, complete);
  }
}

const LEVEL = /^(service|resource) control policies at level (\d+) /;

function kindOf(policies: ApplicablePolicies, name: string): RefusingKind {
  const [, level] = LEVEL.exec(name) ?? [];
  if (level !== undefined) return level === "service" ? "serviceControl" : "resourceControl";
  const held = byKind(policies).find(([, all]) => all.some((one) => one.name === name));
  if (held) return held[0];
  return name.startsWith("identity policies of ")
    ? "identity"
    : (policies.resourceKind ?? "resource");
}

function byKind(policies: ApplicablePolicies): [RefusingKind, NamedPolicy[]][] {
  const only = (one: NamedPolicy | undefined) => (one ? [one] : []);
  return [
    ["serviceControl", policies.serviceControl?.flat() ?? []],
    ["resourceControl", policies.resourceControl?.flat() ?? []],
    ["boundary", only(policies.permissionsBoundary)],
    ["session", policies.session ?? []],
    ["endpoint", only(policies.endpoint)],
    ["identity", policies.identity ?? []],
    [policies.resourceKind ?? "resource", only(policies.resource)],
  ];
}

/** Applies `change` to each policy. */
function mapped(
  policies: ApplicablePolicies,
  change: (policy: NamedPolicy) => NamedPolicy,
): ApplicablePolicies {
  const { endpoint, identity, permissionsBoundary, resource, session } = policies;
  const { resourceControl, serviceControl } = policies;
  return {
    ...policies,
    ...(identity && { identity: identity.map(change) }),
    ...(permissionsBoundary && { permissionsBoundary: change(permissionsBoundary) }),
    ...(session && { session: session.map(change) }),
    ...(resource && { resource: change(resource) }),
    ...(endpoint && { endpoint: change(endpoint) }),
    ...(serviceControl && { serviceControl: serviceControl.map((level) => level.map(change)) }),
    ...(resourceControl && { resourceControl: resourceControl.map((level) => level.map(change)) }),
  };
}

/** The policy with the statement at this place disabled. The others keep their places. */
function withoutDeny({ document, name }: NamedPolicy, place: number): NamedPolicy {
  const Statement = rawStatements(document).map((statement, index) => {
    if (index !== place || !isMapping(statement)) return statement;
    const { NotAction: _, ...kept } = statement;
    return { ...kept, Action: "none:None" };
  });
  return { name, document: { ...(document as object), Statement } };
}

const EVERYTHING = { Effect: "Allow", Action: "*", Resource: "*" };

/** The policies, with an Allow for everything in those of a kind that lack one. */
function withAllow(
  policies: ApplicablePolicies,
  kind: RefusingKind,
  name: string,
  request: AccessRequest,
): ApplicablePolicies {
  const allowing = (one: NamedPolicy) =>
    one.name === name ? withStatement(one, kind, request) : one;
  const added = withStatement({ name, document: {} }, kind, request);
  if (kind === "identity") return { ...policies, identity: [...(policies.identity ?? []), added] };
  if (kind === "serviceControl" || kind === "resourceControl") {
    const at = Number(LEVEL.exec(name)?.[2]) - 1;
    const levels = (policies[kind] ?? []).map((level, index) =>
      index === at ? [...level, added] : level,
    );
    return { ...policies, [kind]: levels };
  }
  if (policies.resource || kind === "boundary" || kind === "session" || kind === "endpoint") {
    return mapped(policies, allowing);
  }
  return { ...policies, resource: added };
}

function withStatement(
  { document, name }: NamedPolicy,
  kind: RefusingKind,
  { principal, resource }: AccessRequest,
): NamedPolicy {
  const { Resource, ...ofTrust } = EVERYTHING;
  const statement = {
    ...(kind === "trust" ? ofTrust : EVERYTHING),
    ...(["resource", "key", "trust"].includes(kind) && {
      Principal: callerOf(principal, resource),
    }),
    ...(["resourceControl", "endpoint"].includes(kind) && { Principal: "*" }),
  };
  const Statement = [...rawStatements(document), statement];
  return { name, document: { Version: "2012-10-17", ...(document as object), Statement } };
}

/** The principal that a statement must name so that the caller's own policies decide. */
function callerOf(principal: AccessRequest["principal"], resource: string): unknown {
  if (principal.kind === "service") return { Service: principal.service };
  const { account } = subjectOf(principal);
  if (account === undefined) return "*";
  return { AWS: accountRootArn(readArn(resource)?.partition ?? "aws", account) };
}
