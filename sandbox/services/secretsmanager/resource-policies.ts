import { sizeQuotas } from "iam-proof/quotas";
import { acceptPolicy, shownPolicy } from "../../identity/policies/accept-policy";
import { documentOf } from "../../identity/policies/json-text";
import { AwsError } from "../../wire/messages/operation";
import type { EncryptingPlatform, EncryptingRequest } from "../kms/encrypting-platform";
import { authorisedSecret, requireNotDeleted } from "./authorised-secret";
import { changeSecret, shortAnswer } from "./change-secret";
import { publicStatement } from "./public-policy";

const POLICY = { min: 1, max: sizeQuotas.secretPolicy.default };

/** Replaces the whole policy. */
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

/** Says what `PutResourcePolicy` would refuse, and changes nothing. */
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
