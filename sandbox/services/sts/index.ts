import type { Platform } from "../../identity/platform";
import { bindOperations, type OperationTable } from "../../operations/service";
import type { QueryService } from "../../wire/messages/service";
import { decodeAuthorizationMessage } from "./decode-authorization-message";
import { getAccessKeyInfo } from "./get-access-key-info";
import { getSessionToken } from "./get-session-token";
import { assumeRole, getCallerIdentity } from "./operations";

const OPERATIONS: OperationTable = {
  AssumeRole: [
    "DurationSeconds ExternalId Policy PolicyArns.arn RoleArn RoleSessionName SourceIdentity Tags.Key Tags.Value TransitiveTagKeys",
    assumeRole,
  ],
  DecodeAuthorizationMessage: ["EncodedMessage", decodeAuthorizationMessage],
  GetAccessKeyInfo: ["AccessKeyId", getAccessKeyInfo],
  GetCallerIdentity: ["", getCallerIdentity],
  GetSessionToken: ["DurationSeconds", getSessionToken],
};

/** AWS Security Token Service. */
export function createSts(platform: Platform): QueryService {
  const service = {
    protocol: "query",
    signingName: "sts",
    unsupported: "ValidationError",
    version: "2011-06-15",
  } as const;
  return {
    ...service,
    refusesStrays: true,
    operations: bindOperations(platform, service, OPERATIONS),
  };
}
