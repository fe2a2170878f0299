import type { AwsResource } from "../lifecycle/resource";
import { accessEntry } from "./access-entry";
import { accessPolicyAssociation } from "./access-policy-association";
import { addon } from "./addon";
import { alias } from "./alias";
import { cluster } from "./cluster";
import { rolePoliciesExclusive, rolePolicyAttachmentsExclusive } from "./exclusive-policies";
import { key } from "./key";
import { keyPolicy } from "./key-policy";
import { nodeGroup } from "./node-group";
import { podIdentityAssociation } from "./pod-identity-association";
import { policy } from "./policy";
import { replicaKey } from "./replica-key";
import { role } from "./role";
import { rolePolicy } from "./role-policy";
import { rolePolicyAttachment } from "./role-policy-attachment";
import { secret } from "./secret";
import { secretPolicy } from "./secret-policy";
import { secretRotation } from "./secret-rotation";

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
