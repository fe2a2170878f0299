import {
  type AccessRequest,
  type ApplicablePolicies,
  evaluateRequest,
  type NamedPolicy,
  type RequestPrincipal,
} from "../../proof";

export const OWN = "222222222222";
export const OTHER = "111111111111";
const ROLE_NAME = "app";

/** A session of the role `app` in an account. */
export function session(account: string, tags?: Record<string, string>): RequestPrincipal {
  const roleArn = `arn:aws:iam::${account}:role/${ROLE_NAME}`;
  return { kind: "session", roleArn, sessionName: "one", ...(tags && { tags }) };
}

export function user(account: string, name = "alice"): RequestPrincipal {
  return { kind: "user", arn: `arn:aws:iam::${account}:user/${name}` };
}

export const SECRET_ARN = `arn:aws:secretsmanager:us-east-1:${OWN}:secret:db-AbCdEf`;
export const KEY_ARN = `arn:aws:kms:us-east-1:${OWN}:key/11111111-2222-3333-4444-555555555555`;
export const OWN_ROLE = `arn:aws:iam::${OWN}:role/${ROLE_NAME}`;

/** Names a document of statements. */
export function policy(name: string, ...statements: object[]): NamedPolicy {
  return { name, document: { Version: "2012-10-17", Statement: statements } };
}

/** An Allow of everything, with a principal where one is given. */
export function allowAll(Principal?: unknown): object {
  return {
    Effect: "Allow",
    Action: "*",
    Resource: "*",
    ...(Principal !== undefined && { Principal }),
  };
}

export function denyAll(Principal?: unknown): object {
  return { ...allowAll(Principal), Effect: "Deny" };
}

/** A request to read the secret, unless `rest` says otherwise. */
export function request(
  principal: RequestPrincipal,
  rest: Partial<AccessRequest> = {},
): AccessRequest {
  return { principal, action: "secretsmanager:GetSecretValue", resource: SECRET_ARN, ...rest };
}

/** `allowed` or `denied`. */
export function decide(policies: ApplicablePolicies, asked: AccessRequest): string {
  return evaluateRequest(policies, asked).decision;
}

/** Whether a statement with this condition matches a request with this context. The action rules out no key. */
export function conditionMatches(
  condition: unknown,
  context: Record<string, string | string[]>,
  tags: Record<string, string> = {},
): boolean {
  const identity = [policy("identity", { ...allowAll(), Condition: condition })];
  const asked = request(session(OWN, tags), { action: "secretsmanager:TagResource", context });
  return decide({ identity }, asked) === "allowed";
}

/** Writes a policy variable. */
export function variable(body: string): string {
  return `\${${body}}`;
}
