import type { Platform } from "../../identity/platform";
import { bindOperations } from "../../operations/service";
import type { QueryService } from "../../wire/messages";
import * as account from "./account";
import * as groups from "./groups";
import { forEachKind } from "./identities";
import * as identityPolicies from "./identity-policies";
import * as instanceProfiles from "./instance-profiles";
import * as policies from "./managed-policies";
import * as oidcProviders from "./oidc-providers";
import OPERATIONS from "./operations.json";
import * as versions from "./policy-versions";
import * as roles from "./roles";
import * as simulation from "./simulation";
import * as tags from "./tags";
import * as users from "./users";

const RUNS = {
  ...instanceProfiles,
  ...groups,
  ...users,
  ...oidcProviders,
  ...policies,
  ...versions,
  ...roles,
  ...account,
  ...identityPolicies,
  ...simulation,
  ...forEachKind({
    "attach*Policy": identityPolicies.attachPolicy,
    "delete*Policy": identityPolicies.deleteInlinePolicy,
    "delete*PermissionsBoundary": identityPolicies.deletePermissionsBoundary,
    "detach*Policy": identityPolicies.detachPolicy,
    "get*Policy": identityPolicies.getInlinePolicy,
    "listAttached*Policies": identityPolicies.listAttachedPolicies,
    "list*Policies": identityPolicies.listInlinePolicies,
    "list*Tags": tags.listIdentityTags,
    "put*Policy": identityPolicies.putInlinePolicy,
    "put*PermissionsBoundary": identityPolicies.putPermissionsBoundary,
    "tag*": tags.tagIdentity,
    "untag*": tags.untagIdentity,
  }),
};

export function createIam(platform: Platform): QueryService {
  const service = {
    protocol: "query",
    signingName: "iam",
    unsupported: "InvalidInput",
    version: "2010-05-08",
  } as const;
  return { ...service, operations: bindOperations(platform, service, OPERATIONS, RUNS) };
}
