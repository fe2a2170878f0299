import type { Platform, RestService } from "../../wire/messages/service";
import { assumeRoleForPodIdentity } from "./assume-role-for-pod-identity";

/** Amazon EKS Auth: credentials for pods, in exchange for their service account tokens. */
export function createEksAuth(platform: Platform): RestService {
  return {
    protocol: "rest",
    signingName: "eks-auth",
    routes: [
      {
        method: "POST",
        path: "/clusters/{clusterName}/assume-role-for-pod-identity",
        operation: "AssumeRoleForPodIdentity",
      },
    ],
    operations: { AssumeRoleForPodIdentity: assumeRoleForPodIdentity(platform) },
  };
}
