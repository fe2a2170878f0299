import type { Platform } from "../../identity/platform";
import { defineRestService, type RestTable } from "../../operations/service";
import type { RestService } from "../../wire/messages/service";
import { assumeRoleForPodIdentity } from "./assume-role-for-pod-identity";

const OPERATIONS: RestTable = {
  AssumeRoleForPodIdentity: [
    "POST /clusters/{clusterName}/assume-role-for-pod-identity",
    "token",
    assumeRoleForPodIdentity,
  ],
};

/** Amazon EKS Auth: credentials for pods, in exchange for their service account tokens. */
export function createEksAuth(platform: Platform): RestService {
  return defineRestService(
    platform,
    { signingName: "eks-auth", unsupported: "InvalidParameterException" },
    OPERATIONS,
  );
}
