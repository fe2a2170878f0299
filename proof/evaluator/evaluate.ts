import type { AccessDocuments } from "../domain/documents";
import { findByArn, findIdentity, organizationMembers } from "../domain/documents-index";
import type {
  AccessRequest,
  ApplicablePolicies,
  Decision,
  RequestPrincipal,
  StatementOutcome,
} from "../domain/request";
import { applicablePolicies, type EvaluateOptions } from "./applicable-policies";
import { sourceVpcOf } from "./endpoint-of-request";
import { requestContext } from "./matching/context";
import { readArn, resourceAccountOf, subjectOf } from "./matching/subject";
import { createPolicyCollector } from "./policy-collector";
import { verdict } from "./verdict";

/**
 * Decides a request under a deployment's documents. What the request leaves out and the documents know is filled in: tags of the
 * resource, tags of the user (or of the role, if the session has none), the organization, and the VPC of the endpoint that the
 * request comes through.
 *
 * Documents must not be modified after they were read; pass changed ones as new objects. Throws `PolicyGrammarError` for a
 * document outside the grammar and `AccessRequestError` for a request that contradicts itself.
 */
export function evaluate(
  documents: AccessDocuments,
  request: AccessRequest,
  options: EvaluateOptions = {},
): Decision {
  const complete = completeRequest(documents, request);
  const policies = applicablePolicies(documents, complete, subjectOf(complete.principal), options);
  return evaluateRequest(policies, complete);
}

/** Adds what the documents know about a request's principal and resource. */
export function completeRequest(documents: AccessDocuments, request: AccessRequest): AccessRequest {
  const principal = completePrincipal(documents, request);
  const subject = subjectOf(principal);
  const resourceTags = request.resourceTags ?? tagsOf(documents, request.resource);
  const { context = {} } = request;
  const given = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  const known = Object.entries({
    "aws:ResourceOrgID": organizationOf(documents, resourceAccountOf(request, subject)),
    "aws:SourceVpc": sourceVpcOf(documents, request),
  }).flatMap(([key, id]) => (id && !given.has(key.toLowerCase()) ? [[key, id]] : []));
  const complete = { ...context, ...Object.fromEntries(known) };
  return { ...request, principal, context: complete, ...(resourceTags && { resourceTags }) };
}

/** The id of the organization, if the account is a member. */
function organizationOf(
  documents: AccessDocuments,
  account: string | undefined,
): string | undefined {
  const id = documents.organization?.id;
  return id && account && organizationMembers(documents).has(account) ? id : undefined;
}

function completePrincipal(
  documents: AccessDocuments,
  { principal, resource }: AccessRequest,
): RequestPrincipal {
  const { account } = subjectOf(principal);
  let complete = principal;
  // Requests cannot reach another partition.
  const { partition } = readArn(resource) ?? {};
  if (complete.kind === "root" && partition) complete = { partition, ...complete };
  if ((complete.kind === "session" || complete.kind === "user") && !complete.tags) {
    const tags = findIdentity(documents, complete)?.tags;
    if (tags) complete = { ...complete, tags };
  }
  const organizationId = organizationOf(documents, account);
  if (!organizationId || complete.kind === "service" || complete.kind === "anonymous") {
    return complete;
  }
  return { ...complete, organizationId };
}

function tagsOf(documents: AccessDocuments, arn: string): Record<string, string> | undefined {
  const lists = {
    secretsmanager: documents.secrets,
    kms: documents.keys,
    ssm: documents.parameters,
    iam: documents.roles,
  };
  const service = readArn(arn)?.service;
  if (service === undefined || !Object.hasOwn(lists, service)) return undefined;
  const list = lists[service as keyof typeof lists] as
    | { arn: string; tags?: Record<string, string> | null }[]
    | null
    | undefined;
  return findByArn(list, arn)?.tags ?? undefined;
}

/**
 * Decides a request under the policies in force for it, as AWS's policy evaluation does. The caller must leave out resource
 * control policies if the resource is an AWS managed key, and both kinds of control policies for anything in the management
 * account. Service principals and service-linked roles are excepted here.
 *
 * Throws `PolicyGrammarError` if a document contains anything outside the grammar, and `AccessRequestError` if the request
 * contradicts itself.
 */
export function evaluateRequest(policies: ApplicablePolicies, request: AccessRequest): Decision {
  const subject = subjectOf(request.principal);
  const resourceAccount = resourceAccountOf(request, subject);
  const context = requestContext(request, subject, resourceAccount);
  const action = request.action.toLowerCase();
  const { permissionsBoundary, strict = false } = policies;
  const { kind } = request.principal;
  const isBounded = permissionsBoundary !== undefined && (kind === "user" || kind === "session");
  const situation = { request, subject, isBounded, resourceAccount, context, action, strict };
  const collector = createPolicyCollector(situation);
  const { grounds, ...decided } = verdict(policies, situation, collector);
  let statements: StatementOutcome[] | undefined;
  return {
    ...decided,
    get turnsOn() {
      return collector.turnsOn(grounds);
    },
    // Most callers only want the decision, and the words cost more than that.
    get statements() {
      statements ??= collector.outcomes();
      return statements;
    },
  };
}
