import type { Platform, QueryService } from "../../server/service";

/** AWS Identity and Access Management. */
export function createIam(_platform: Platform): QueryService {
  return {
    protocol: "query",
    signingName: "iam",
    version: "2010-05-08",
    operations: {},
  };
}
