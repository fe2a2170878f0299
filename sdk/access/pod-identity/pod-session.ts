import {
  type AccessRequest,
  type Decision,
  evaluate,
  type LimitedSession,
  type SessionPrincipal,
} from "iam-proof";
import { findByArn, organizationMembers, tokenRequest } from "iam-proof/domain";
import { accountOf, parseArn } from "iam-proof/names";
import { clusterName, podSessionTags } from "../../grant/landing-zone/pods";
import {
  type AccessDocuments,
  type AssociationDocuments,
  externalIdOf,
  ofPods,
  POD_IDENTITY,
} from "./kind";

const ASSUME = ["sts:AssumeRole", "sts:TagSession"];

/** What differs between the pods of one association. */
export interface PodNames {
  /** Defaults to `pod`. */
  podName?: string;
  /** Defaults to a UID of zeros. */
  podUid?: string;
}

/** The credentials that a pod has, with the association's session policy, where it has one. */
export type PodSession = LimitedSession;

/** A pod's session, or why EKS Pod Identity gives it none, with the decisions that led there. */
export type PodSessionAnswer =
  | { exists: true; session: PodSession; decisions: Decision[] }
  | { exists: false; reason: string; decisions: Decision[] };

/**
 * The requests to STS, in order, that EKS Pod Identity (or the pod, with its token) makes, and the session that results if all are
 * allowed.
 */
export interface SessionRequests {
  requests: AccessRequest[];
  session: PodSession;
}

/**
 * Works out the session that a pod of an association gets. EKS Pod Identity assumes the role with tags, and then from it the target
 * role, if there is one. With `webIdentity`, the pod assumes the role with its token.
 */
export function podSession(
  given: AccessDocuments,
  association: AssociationDocuments,
  pod: PodNames = {},
): PodSessionAnswer {
  const documents = ofPods.withKind(given);
  const decisions: Decision[] = [];
  const refuse = (reason: string): PodSessionAnswer => ({ exists: false, reason, decisions });
  const impossible = whyImpossible(association);
  if (impossible !== undefined) return refuse(impossible);
  const { requests, session } = sessionRequests(documents, association, pod);
  for (const request of requests) {
    const decision = evaluate(documents, request);
    decisions.push(decision);
    if (decision.decision === "denied") {
      return refuse(`${request.action} on ${request.resource} is denied: ${decision.reason}`);
    }
  }
  return { exists: true, session, decisions };
}

/** Why AWS never gives such a session, whatever the policies say. */
function whyImpossible({
  clusterArn,
  disableSessionTags,
  policy,
  roleArn,
  webIdentity,
}: AssociationDocuments): string | undefined {
  const cluster = parseArn(clusterArn);
  if (!cluster) return `clusterArn must be an ARN, got ${JSON.stringify(clusterArn)}`;
  const account = accountOf(roleArn);
  if (webIdentity) {
    return accountOf(webIdentity.provider) === account
      ? undefined
      : `webIdentity.provider must be of the role's account ${account}, got ${webIdentity.provider}`;
  }
  if (cluster.account !== account) {
    return `roleArn must be a role of the cluster's account ${cluster.account}, got ${roleArn}`;
  }
  return policy && !disableSessionTags
    ? "policy must come with disableSessionTags: AWS refuses a session policy beside tags"
    : undefined;
}

/** The requests by which `podSession` makes a session, whether they are allowed or not. */
export function sessionRequests(
  documents: AccessDocuments,
  association: AssociationDocuments,
  pod: PodNames = {},
): SessionRequests {
  const { clusterArn, disableSessionTags, roleArn, targetRoleArn, webIdentity } = association;
  if (webIdentity) {
    return {
      requests: [{ ...tokenRequest(webIdentity), resource: roleArn }],
      session: { principal: sessionOf(documents, roleArn, {}), sessionPolicies: [] },
    };
  }
  const tags = disableSessionTags ? {} : podIdentityTags(association, pod);
  const sessionPolicies = association.policy
    ? [{ name: `session policy of the association of ${roleArn}`, document: association.policy }]
    : [];
  /** A tagged session of a role takes two actions. */
  const assume = (request: Pick<AccessRequest, "principal" | "resource" | "context">) =>
    (disableSessionTags ? ASSUME.slice(0, 1) : ASSUME).map((action) => ({ ...request, action }));

  const requestTags = requestTagContext(tags);
  const { account = "" } = parseArn(clusterArn) ?? {};
  const first = assume({
    principal: { kind: "service", service: POD_IDENTITY.service },
    resource: roleArn,
    context: { ...requestTags, ...sourceContext(documents, clusterArn, account) },
  });
  const principal = sessionOf(documents, roleArn, tags);
  if (!targetRoleArn) return { requests: first, session: { principal, sessionPolicies } };

  const externalId: Record<string, string> = disableSessionTags
    ? { "sts:ExternalId": externalIdOf(association) }
    : {};
  const context = { ...requestTags, ...externalId };
  const second = assume({ principal, resource: targetRoleArn, context });
  const target = sessionOf(documents, targetRoleArn, tags);
  return { requests: [...first, ...second], session: { principal: target, sessionPolicies } };
}

/** The six session tags of EKS Pod Identity. */
export function podIdentityTags(
  { clusterArn, namespace, serviceAccount }: AssociationDocuments,
  { podName = "pod", podUid = "00000000-0000-0000-0000-000000000000" }: PodNames = {},
): Record<string, string> {
  return podSessionTags({
    ...{ clusterArn, namespace, serviceAccount, podName, podUid },
    clusterName: clusterName(clusterArn),
  });
}

/** Session tags, all of them transitive, as a request to assume a role carries them. */
function requestTagContext(tags: Record<string, string>): Record<string, string | string[]> {
  const keys = Object.keys(tags);
  const requestTags = keys.map((key) => [`aws:RequestTag/${key}`, tags[key] ?? ""]);
  return { ...Object.fromEntries(requestTags), "sts:TransitiveTagKeys": keys };
}

/** The account and the cluster for which EKS Pod Identity makes the call. */
function sourceContext(documents: AccessDocuments, clusterArn: string, account: string) {
  const organization = documents.organization?.id;
  return {
    "aws:SourceAccount": account,
    "aws:SourceArn": clusterArn,
    ...(organization &&
      organizationMembers(documents).has(account) && { "aws:SourceOrgID": organization }),
  };
}

/** A session tag replaces a tag of the role that has the same name, in any case. */
function sessionOf(
  documents: AccessDocuments,
  roleArn: string,
  sessionTags: Record<string, string>,
): SessionPrincipal {
  const taken = new Set(Object.keys(sessionTags).map((key) => key.toLowerCase()));
  const own = Object.entries(findByArn(documents.roles, roleArn)?.tags ?? {});
  const kept = own.filter(([key]) => !taken.has(key.toLowerCase()));
  return { kind: "session", roleArn, tags: { ...Object.fromEntries(kept), ...sessionTags } };
}
