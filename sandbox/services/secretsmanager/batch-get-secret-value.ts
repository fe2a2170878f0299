import { parseArn } from "iam-proof/names";
import { accessDenied, invalidParameter } from "../../operations/input/refusals";
import { cutPage, PAGES } from "../../operations/paging/page";
import { AwsError, type Call } from "../../wire/messages/operation";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { readSecret } from "./get-secret-value";
import { matchingSecrets } from "./secret-filters";

/**
 * Several secrets of the caller's own account. Each needs `GetSecretValue`; one that cannot be read is listed among
 * the errors.
 */
export function batchGetSecretValue(request: EncryptingRequest) {
  const { platform, call, input, action } = request;
  const ids = input.optionalTexts("SecretIdList", { min: 1, max: 20 });
  if ((ids === undefined) !== input.has("Filters")) {
    throw invalidParameter("Either SecretIdList or Filters must be given, and not both");
  }
  if (ids && input.has("MaxResults")) {
    throw invalidParameter("Filters must be given where MaxResults is");
  }
  platform.authorise(call, { action, resource: "*" });
  if (ids) return readAll(request, ids);
  platform.authorise(call, { action: "secretsmanager:ListSecrets", resource: "*" });
  const { items, more } = cutPage(
    matchingSecrets(request).filter(({ deletion }) => !deletion),
    input,
    PAGES.secretsManager,
    20,
    ({ name }) => name,
  );
  const arns = items.map(({ arn }) => arn);
  return { ...readAll(request, arns), ...more };
}

function readAll(request: EncryptingRequest, ids: string[]) {
  const SecretValues: unknown[] = [];
  const Errors: { SecretId: string; ErrorCode: string; Message: string }[] = [];
  for (const SecretId of ids) {
    try {
      refuseOtherAccount(request.call, SecretId);
      const action = "secretsmanager:GetSecretValue";
      SecretValues.push(
        readSecret({ ...request, input: request.input.inside({ SecretId }), action }),
      );
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
    throw accessDenied(
      `User: ${caller.arn} is not authorized to perform: secretsmanager:BatchGetSecretValue on resource: ${secretId}: the operation is not available across accounts`,
    );
  }
}
