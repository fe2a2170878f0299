import type { AccessRequest, ApplicablePolicies } from "iam-proof";
import { AccessRequestError, evaluateRequest } from "iam-proof/evaluator";
import { serviceControl } from "../../identity/policies/organization";
import { identityPolicies, permissionsBoundary } from "../../identity/policies/policies-in-force";
import { findRoleByArn, findUser, type Identity } from "../../identity/records/iam-records";
import type { Input } from "../../operations/input/input";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import type { Store } from "../../store/store";
import { AwsError } from "../../wire/messages";
import { noSuchEntity } from "./errors";
import { checkPolicy } from "./policy-text";

interface Source {
  identity: Identity;
  principal: AccessRequest["principal"];
}

/** Evaluates the policies of a role or user for each action on each resource. */
export function simulatePrincipalPolicy(request: Request) {
  const { platform, call, input, action } = request;
  const arn = input.text("PolicySourceArn", { min: 20, max: 2048 });
  const actions = input.texts("ActionNames", { min: 1, max: 1000 });
  const resources = input.optionalTexts("ResourceArns", { min: 1, max: 1000 }) ?? ["*"];
  platform.authorise(call, { action, resource: arn });
  const source = findSource(platform.store, call.caller.account, arn);
  const policies = policiesOf(platform.store, source, input);
  const context = readContext(input);
  const all = actions.flatMap((name) =>
    resources.map((resource) => simulate(policies, source, name, resource, context)),
  );
  const { items, more } = cutPage(all, input, PAGES.iam, 1000);
  return { EvaluationResults: items, ...more };
}

function simulate(
  policies: ApplicablePolicies,
  { principal }: Source,
  action: string,
  resource: string,
  context: Record<string, string | string[]>,
) {
  try {
    const asked = { principal, action, resource, context };
    const { decision, decidedBy } = evaluateRequest(policies, asked);
    const denied = decidedBy ? "explicitDeny" : "implicitDeny";
    return {
      EvalActionName: action,
      EvalResourceName: resource,
      EvalDecision: decision === "allowed" ? "allowed" : denied,
      MatchedStatements: decidedBy
        ? [{ SourcePolicyId: decidedBy.document, SourcePolicyType: "IAM Policy" }]
        : [],
    };
  } catch (error) {
    if (error instanceof AccessRequestError) throw new AwsError("InvalidInput", error.message);
    throw error;
  }
}

function policiesOf(store: Store, { identity }: Source, input: Input): ApplicablePolicies {
  const given = input.optionalTexts("PolicyInputList") ?? [];
  const boundary = permissionsBoundary(store, identity);
  const levels = serviceControl(store, identity.account);
  return {
    identity: [
      ...identityPolicies(store, identity),
      ...given.map((text, index) => ({
        name: `PolicyInputList.${index + 1}`,
        document: checkPolicy("identity", text),
      })),
    ],
    ...(boundary && { permissionsBoundary: boundary }),
    ...(levels && { serviceControl: levels }),
  };
}

function findSource(store: Store, account: string, arn: string): Source {
  const role = findRoleByArn(store, arn);
  if (role?.account === account) {
    const { tags } = role;
    return {
      identity: role,
      principal: { kind: "session", roleArn: arn, sessionName: "simulation", tags },
    };
  }
  const user = findUser(store, account, arn.slice(arn.lastIndexOf("/") + 1));
  if (user?.arn === arn)
    return { identity: user, principal: { kind: "user", arn, tags: user.tags } };
  if (arn.includes(":group/")) {
    throw new AwsError("InvalidInput", "PolicySourceArn=group is not offered by the sandbox");
  }
  throw noSuchEntity(`The entity with ARN ${arn} cannot be found.`);
}

function readContext(input: Input): Record<string, string | string[]> {
  return Object.fromEntries(
    input.structures("ContextEntries").map((entry) => {
      const values = entry.texts("ContextKeyValues");
      const isList = entry.text("ContextKeyType").endsWith("List");
      return [entry.text("ContextKeyName"), isList ? values : (values[0] ?? "")];
    }),
  );
}
