import type { Platform, QueryService } from "../../wire/messages/service";
import { assumeRoleOperation } from "./assume-role";
import { getCallerIdentity } from "./get-caller-identity";

/** AWS Security Token Service. */
export function createSts(platform: Platform): QueryService {
  return {
    protocol: "query",
    signingName: "sts",
    version: "2011-06-15",
    operations: {
      AssumeRole: assumeRoleOperation(platform),
      GetCallerIdentity: getCallerIdentity,
    },
  };
}
