import type { ApplicablePolicies, Decision, NamedPolicy } from "iam-proof";
import { AccessRequestError, evaluateRequest } from "iam-proof/evaluator";
import { PolicyGrammarError } from "iam-proof/grammar";
import { parseArn } from "iam-proof/names";
import type { Store } from "../../store/store";
import { AwsError, type Call, type Caller } from "../../wire/messages";
import { areTogether, resourceControl, serviceControl } from "../policies/organization";
import { identityPolicies, permissionsBoundary } from "../policies/policies-in-force";
import { showPrincipals } from "../policies/principals";
import { findById, findRoleByArn } from "../records/iam-records";
import { type AccessCheck, denied, explain } from "./access-check";

/** Throws AWS's own access-denied error unless the evaluator allows the call. */
export function authorise(store: Store, call: Call, check: AccessCheck): void {
  refuseUserSession(call.caller, check.action);
  const policies = policiesInForce(store, call.caller, check);
  const decision = decide(policies, call, check);
  if (decision.decision === "denied") {
    throw denied(
      call.caller,
      check,
      explain(policies, call.caller, check, decision, (one, other) =>
        areTogether(store, one, other),
      ),
      decision.reason,
    );
  }
}

/** Whether an allowed call would be refused if the caller had no policies of its own. */
export function needsIdentityPolicy(store: Store, call: Call, check: AccessCheck): boolean {
  const policies = { ...policiesInForce(store, call.caller, check), identity: [] };
  return decide(policies, call, check).decision === "denied";
}

function decide(policies: ApplicablePolicies, call: Call, check: AccessCheck): Decision {
  try {
    return evaluateRequest(policies, {
      principal: call.caller.principal,
      action: check.action,
      resource: check.resource,
      ...(check.resourceTags && { resourceTags: check.resourceTags }),
      context: { ...globalContext(call, check), ...check.context },
    });
  } catch (error) {
    if (error instanceof AccessRequestError) {
      throw new AwsError("ValidationException", error.message);
    }
    if (error instanceof PolicyGrammarError) {
      throw denied(call.caller, check, "", `not evaluated: ${error.message}`);
    }
    throw error;
  }
}

function policiesInForce(store: Store, caller: Caller, check: AccessCheck): ApplicablePolicies {
  const { principal } = caller;
  const identity =
    principal.kind === "session"
      ? findRoleByArn(store, principal.roleArn)
      : principal.kind === "user"
        ? findById(store, caller.userId)
        : undefined;
  const boundary = identity && permissionsBoundary(store, identity);
  const shown = ({ document, name }: NamedPolicy): NamedPolicy => ({
    name,
    document: showPrincipals(store, document),
  });
  const owner = parseArn(check.resource)?.account || caller.account;
  const callerLevels = serviceControl(store, caller.account);
  const ownerLevels = check.awsManaged ? undefined : resourceControl(store, owner);
  return {
    identity: identity ? identityPolicies(store, identity) : [],
    ...(boundary && { permissionsBoundary: boundary }),
    ...(caller.sessionPolicies.length > 0 && {
      session: caller.sessionPolicies.map((document, index) => ({
        name: `session policy ${index + 1} of ${caller.arn}`,
        document,
      })),
    }),
    ...(check.resourcePolicy && { resource: shown(check.resourcePolicy) }),
    ...(check.grants && { grants: check.grants.map(shown) }),
    ...(check.resourceKind && { resourceKind: check.resourceKind }),
    ...(callerLevels && { serviceControl: callerLevels }),
    ...(ownerLevels && { resourceControl: ownerLevels }),
  };
}

function globalContext(call: Call, check: AccessCheck): Record<string, string> {
  const forwarded = check.context?.["kms:ViaService"] !== undefined;
  return {
    "aws:CurrentTime": call.now.toISOString(),
    "aws:EpochTime": String(Math.floor(call.now.getTime() / 1000)),
    "aws:RequestedRegion": call.region,
    "aws:SecureTransport": "true",
    "aws:ViaAWSService": String(forwarded),
    "aws:userid": call.caller.userId,
    ...(!forwarded && { "aws:SourceIp": "127.0.0.1" }),
    ...(call.caller.issuedAt !== undefined && {
      "aws:TokenIssueTime": new Date(call.caller.issuedAt).toISOString(),
    }),
    ...(call.caller.sourceIdentity !== undefined && {
      "aws:SourceIdentity": call.caller.sourceIdentity,
    }),
    ...(call.caller.federatedProvider !== undefined && {
      "aws:FederatedProvider": call.caller.federatedProvider,
    }),
    ...(call.caller.principal.kind === "user" && {
      "aws:username": call.caller.arn.slice(call.caller.arn.lastIndexOf("/") + 1),
    }),
  };
}

const ALLOWED = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];

/** Refuses what a user's session without MFA may never call: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html */
function refuseUserSession({ principal, issuedAt }: Caller, action: string): void {
  const isUserSession = principal.kind === "user" && issuedAt !== undefined;
  if (!isUserSession || !/^(iam|sts):/.test(action) || ALLOWED.includes(action)) return;
  throw new AwsError(
    "InvalidClientTokenId",
    "The security token included in the request is invalid.",
    403,
  );
}
