import type { Platform, QueryService } from "../../server/service";
import { getCallerIdentity } from "./get-caller-identity";

/** AWS Security Token Service. */
export function createSts(_platform: Platform): QueryService {
  return {
    protocol: "query",
    signingName: "sts",
    version: "2011-06-15",
    operations: { GetCallerIdentity: getCallerIdentity },
  };
}
