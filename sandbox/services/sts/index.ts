import type { Platform } from "../../identity/platform";
import { bindOperations, type OperationTable } from "../../operations/service";
import type { QueryService } from "../../wire/messages/service";
import { assumeRole, getCallerIdentity } from "./operations";

const OPERATIONS: OperationTable = {
  AssumeRole: [
    "DurationSeconds ExternalId Policy PolicyArns.arn RoleArn RoleSessionName SourceIdentity Tags.Key Tags.Value TransitiveTagKeys",
    assumeRole,
  ],
  GetCallerIdentity: ["", getCallerIdentity],
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
