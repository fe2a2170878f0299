import { parseArn } from "../../../sdk/rules/arn";
import { optionalInteger, optionalString, optionalStrings } from "../../operations/input/member";
import { page } from "../../operations/paging/page";
import type { Call, Operation } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import { readSecret } from "./get-secret-value";
import { matchingSecrets } from "./secret-filters";
import type { SecretsContext } from "./secrets-context";

/**
 * `BatchGetSecretValue`: several secrets of the caller's own account. Each needs `GetSecretValue`; one that cannot
 * be read is listed among the errors.
 */
export function batchGetSecretValue(context: SecretsContext): Operation {
  return (call, input) => {
    const ids = optionalStrings(input, "SecretIdList", { min: 1, max: 20 });
    if ((ids === undefined) === (input.Filters === undefined)) {
      throw new AwsError(
        "InvalidParameterException",
        "Either SecretIdList or Filters must be given, and not both",
      );
    }
    context.platform.authorise(call, {
      action: "secretsmanager:BatchGetSecretValue",
      resource: "*",
    });
    if (ids) return readAll(context, call, ids);
    context.platform.authorise(call, { action: "secretsmanager:ListSecrets", resource: "*" });
    const shown = page(
      matchingSecrets(context, call, input).filter(({ deletion }) => !deletion),
      ({ name }) => name,
      optionalInteger(input, "MaxResults", { min: 1, max: 20 }) ?? 20,
      optionalString(input, "NextToken", { min: 1, max: 4096 }),
    );
    return {
      ...readAll(
        context,
        call,
        shown.items.map(({ arn }) => arn),
      ),
      ...(shown.next !== undefined && { NextToken: shown.next }),
    };
  };
}

function readAll(context: SecretsContext, call: Call, ids: string[]) {
  const SecretValues: unknown[] = [];
  const Errors: { SecretId: string; ErrorCode: string; Message: string }[] = [];
  for (const SecretId of ids) {
    try {
      refuseOtherAccount(call, SecretId);
      SecretValues.push(readSecret(context, call, { SecretId }));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Errors.push({ SecretId, ErrorCode: error.code, Message: error.message });
    }
  }
  return { SecretValues, Errors };
}

function refuseOtherAccount({ caller }: Call, secretId: string): void {
  const account = parseArn(secretId)?.account;
  if (account !== undefined && account !== caller.account) {
    throw new AwsError(
      "AccessDeniedException",
      `User: ${caller.arn} is not authorized to perform: secretsmanager:BatchGetSecretValue on resource: ${secretId}: the operation is not available across accounts`,
    );
  }
}
