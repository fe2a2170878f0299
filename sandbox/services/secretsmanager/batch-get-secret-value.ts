import { parseArn } from "../../../sdk/rules/arn";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import type { Call } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import type { EncryptingPlatform } from "../kms/encrypting-platform";
import { readSecret } from "./get-secret-value";
import { matchingSecrets } from "./secret-filters";

/**
 * Several secrets of the caller's own account. Each needs `GetSecretValue`; one that cannot be read is listed among
 * the errors.
 */
export function batchGetSecretValue(platform: EncryptingPlatform, request: Request) {
  const { call, input, action } = request;
  const ids = input.optionalTexts("SecretIdList", { min: 1, max: 20 });
  if ((ids === undefined) !== input.has("Filters")) {
    throw new AwsError(
      "InvalidParameterException",
      "Either SecretIdList or Filters must be given, and not both",
    );
  }
  platform.authorise(call, { action, resource: "*" });
  if (ids) return readAll(platform, request, ids);
  platform.authorise(call, { action: "secretsmanager:ListSecrets", resource: "*" });
  const { items, more } = cutPage(
    matchingSecrets(platform, request).filter(({ deletion }) => !deletion),
    input,
    PAGES.secretsManager,
    20,
    ({ name }) => name,
  );
  const arns = items.map(({ arn }) => arn);
  return { ...readAll(platform, request, arns), ...more };
}

function readAll(platform: EncryptingPlatform, { call, input }: Request, ids: string[]) {
  const SecretValues: unknown[] = [];
  const Errors: { SecretId: string; ErrorCode: string; Message: string }[] = [];
  for (const SecretId of ids) {
    try {
      refuseOtherAccount(call, SecretId);
      const action = "secretsmanager:GetSecretValue";
      SecretValues.push(readSecret(platform, { call, input: input.inside({ SecretId }), action }));
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
