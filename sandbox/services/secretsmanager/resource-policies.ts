import { acceptPolicy, shownPolicy } from "../../identity/policies/accept-policy";
import { documentOf } from "../../identity/policies/json-text";
import { booleanMember, requiredString } from "../../operations/input/member";
import type { Operation } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import { authorisedSecret, requireNotDeleted } from "./authorised-secret";
import { changeSecret, shortAnswer } from "./change-secret";
import { publicStatement } from "./public-policy";
import type { SecretsContext } from "./secrets-context";

const POLICY = { min: 1, max: 20_480 };

/** `PutResourcePolicy`: replaces the whole policy. */
export function putResourcePolicy(context: SecretsContext): Operation {
  return (call, input) => {
    const text = requiredString(input, "ResourcePolicy", POLICY);
    const block = booleanMember(input, "BlockPublicPolicy");
    const secret = changeSecret(
      context,
      call,
      input,
      "PutResourcePolicy",
      (current) => {
        const policy = accept(context, current.arn, text);
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
  };
}

/** `GetResourcePolicy` */
export function getResourcePolicy(context: SecretsContext): Operation {
  return (call, input) => {
    const secret = authorisedSecret(context, call, input, "GetResourcePolicy");
    requireNotDeleted(secret);
    const { policy } = secret;
    return {
      ...shortAnswer(secret),
      ...(policy !== undefined && {
        ResourcePolicy: shownPolicy(context.platform.store, policy),
      }),
    };
  };
}

/** `DeleteResourcePolicy` */
export function deleteResourcePolicy(context: SecretsContext): Operation {
  return (call, input) =>
    shortAnswer(
      changeSecret(
        context,
        call,
        input,
        "DeleteResourcePolicy",
        ({ policy: _, ...secret }) => secret,
      ),
    );
}

/** `ValidateResourcePolicy`: says what `PutResourcePolicy` would refuse, and changes nothing. */
export function validateResourcePolicy(context: SecretsContext): Operation {
  return (call, input) => {
    const text = requiredString(input, "ResourcePolicy", POLICY);
    if (input.SecretId === undefined) {
      context.platform.authorise(call, {
        action: "secretsmanager:ValidateResourcePolicy",
        resource: "*",
      });
    } else {
      authorisedSecret(context, call, input, "ValidateResourcePolicy");
    }
    const ValidationErrors = findings(context, text);
    return { PolicyValidationPassed: ValidationErrors.length === 0, ValidationErrors };
  };
}

function findings(context: SecretsContext, text: string) {
  try {
    const open = publicStatement(documentOf(accept(context, "the secret", text)));
    if (open === undefined) return [];
    return [{ CheckName: "PUBLIC_POLICY", ErrorMessage: `statement ${open} is public` }];
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return [{ CheckName: "POLICY_SYNTAX", ErrorMessage: error.message }];
  }
}

function accept({ platform }: SecretsContext, of: string, text: string): string {
  return acceptPolicy(platform.store, text, {
    name: `resource policy of ${of}`,
    kind: "resource",
    invalidPrincipal: "This resource policy contains an unsupported principal.",
  });
}
