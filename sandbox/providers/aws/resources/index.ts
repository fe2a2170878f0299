import type { AwsResource } from "../lifecycle/resource";
import { accessEntry, accessPolicyAssociation } from "./access-entry";
import { addon } from "./addon";
import { alias } from "./alias";
import { cluster } from "./cluster";
import { key, replicaKey } from "./key";
import { keyPolicy } from "./kms-key";
import { nodeGroup } from "./node-group";
import { oidcProvider } from "./oidc-provider";
import { organizationPolicy, organizationPolicyAttachment } from "./organization-policy";
import { podIdentityAssociation } from "./pod-identity-association";
import { policy } from "./policy";
import { role } from "./role";
import {
  rolePoliciesExclusive,
  rolePolicy,
  rolePolicyAttachment,
  rolePolicyAttachmentsExclusive,
} from "./role-policies";
import { secret } from "./secret";
import { secretPolicy, secretRotation } from "./secret-policy-and-rotation";

/** Every resource type of the stand-in, by Pulumi's type token. */
export const resources: ReadonlyMap<string, AwsResource> = new Map(
  [
    accessEntry,
    accessPolicyAssociation,
    addon,
    alias,
    cluster,
    key,
    keyPolicy,
    nodeGroup,
    oidcProvider,
    organizationPolicy,
    organizationPolicyAttachment,
    podIdentityAssociation,
    policy,
    replicaKey,
    role,
    rolePoliciesExclusive,
    rolePolicy,
    rolePolicyAttachment,
    rolePolicyAttachmentsExclusive,
    secret,
    secretPolicy,
    secretRotation,
  ].map((resource) => [resource.type, resource]),
);
