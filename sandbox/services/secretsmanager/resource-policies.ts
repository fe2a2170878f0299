import { sizeQuotas } from "iam-proof/quotas";
import { acceptPolicy, documentOf, shownPolicy } from "../../identity/policies/accept-policy";
import { AwsError } from "../../wire/messages";
import type { EncryptingPlatform, EncryptingRequest } from "../kms/encrypting-platform";
import {
  authorisedSecret,
  changeSecret,
  requireNotDeleted,
  shortAnswer,
} from "./authorised-secret";

const POLICY = { min: 1, max: sizeQuotas.secretPolicy.default };

export function putResourcePolicy(request: EncryptingRequest) {
  const { platform, input } = request;
  const text = input.text("ResourcePolicy", POLICY);
  const block = input.flag("BlockPublicPolicy");
  const secret = changeSecret(
    request,
    (current) => {
      const policy = accept(platform, current.arn, text);
      const open = block ? publicStatement(documentOf(policy)) : undefined;
      if (open !== undefined) {
        throw new AwsError(
          "PublicPolicyException",
          `You can't attach a policy that grants broad access to the secret: statement ${open} is public`,
        );
      }
      return { ...current, policy };
    },
    { "secretsmanager:BlockPublicPolicy": String(block) },
  );
  return shortAnswer(secret);
}

export function getResourcePolicy(request: EncryptingRequest) {
  const secret = authorisedSecret(request);
  requireNotDeleted(secret);
  const { policy } = secret;
  return {
    ...shortAnswer(secret),
    ...(policy !== undefined && { ResourcePolicy: shownPolicy(request.platform.store, policy) }),
  };
}

export function deleteResourcePolicy(request: EncryptingRequest) {
  return shortAnswer(changeSecret(request, ({ policy: _, ...secret }) => secret));
}

export function validateResourcePolicy(request: EncryptingRequest) {
  const { platform, call, input, action } = request;
  const text = input.text("ResourcePolicy", POLICY);
  if (input.has("SecretId")) authorisedSecret(request);
  else platform.authorise(call, { action, resource: "*" });
  const ValidationErrors = findings(platform, text);
  return { PolicyValidationPassed: ValidationErrors.length === 0, ValidationErrors };
}

function findings(platform: EncryptingPlatform, text: string) {
  try {
    const open = publicStatement(documentOf(accept(platform, "the secret", text)));
    if (open === undefined) return [];
    return [{ CheckName: "PUBLIC_POLICY", ErrorMessage: `statement ${open} is public` }];
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return [{ CheckName: "POLICY_SYNTAX", ErrorMessage: error.message }];
  }
}

function accept({ store }: EncryptingPlatform, owner: string, text: string): string {
  return acceptPolicy(store, text, {
    name: `resource policy of ${owner}`,
    kind: "resource",
    invalidPrincipal: "This resource policy contains an unsupported principal.",
  });
}

/** Condition keys with which a statement for everyone is not public, if they have fixed values. */
const NARROWING = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceip",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
]);

const FIXING = new Set([
  "arnequals",
  "arnlike",
  "ipaddress",
  "stringequals",
  "stringequalsignorecase",
  "stringlike",
]);

/** Index of the first public statement, for `BlockPublicPolicy`. As in AWS, `aws:PrincipalOrgID` does not narrow enough. */
function publicStatement(document: unknown): number | undefined {
  const { Statement } = document as { Statement: unknown };
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  const index = statements.findIndex((statement) => isPublic(statement as Statement));
  return index < 0 ? undefined : index;
}

interface Statement {
  Effect: string;
  Principal?: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

function isPublic({ Effect, Principal, Condition }: Statement): boolean {
  if (Effect !== "Allow" || !isEveryone(Principal)) return false;
  return !Object.entries(Condition ?? {}).some(([operator, keys]) =>
    Object.entries(keys).some(([key, value]) => narrows(operator, key, value)),
  );
}

// NotPrincipal in an Allow means everyone else.
function isEveryone(principal: unknown): boolean {
  if (principal === undefined || principal === "*") return true;
  const { AWS } = principal as { AWS?: unknown };
  return [AWS].flat().includes("*");
}

function narrows(operator: string, key: string, value: unknown): boolean {
  const values = [value].flat();
  return (
    FIXING.has(operator.toLowerCase()) &&
    NARROWING.has(key.toLowerCase()) &&
    values.length > 0 &&
    values.every((text) => isFixed(key, text))
  );
}

function isFixed(key: string, value: unknown): boolean {
  if (typeof value !== "string" || value.includes("${")) return false;
  if (key.toLowerCase() === "aws:sourceip") return !/\/[0-7]$/.test(value);
  return !/[*?]/.test(value);
}
