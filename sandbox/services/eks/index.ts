import type { Operation } from "../../wire/messages/operation";
import type { Platform, RestService } from "../../wire/messages/service";
import { accessEntryOperations } from "./access-entries";
import { addonOperations } from "./addons";
import { associationOperations } from "./associations";
import { clusterOperations } from "./clusters";
import { nodegroupOperations } from "./nodegroups";
import { tagOperations } from "./tags";

const CLUSTER = "/clusters/{name}";
const CHILD = "/clusters/{clusterName}";
const ENTRY = `${CHILD}/access-entries/{principalArn}`;

/** Amazon EKS. */
export function createEks(platform: Platform): RestService {
  const operations: Record<string, Operation> = {
    ...clusterOperations(platform),
    ...nodegroupOperations(platform),
    ...addonOperations(platform),
    ...associationOperations(platform),
    ...accessEntryOperations(platform),
    ...tagOperations(platform),
  };
  return { protocol: "rest", signingName: "eks", routes: ROUTES, operations };
}

const ROUTES: RestService["routes"] = [
  { method: "POST", path: "/clusters", operation: "CreateCluster" },
  { method: "GET", path: "/clusters", operation: "ListClusters" },
  { method: "GET", path: CLUSTER, operation: "DescribeCluster" },
  { method: "DELETE", path: CLUSTER, operation: "DeleteCluster" },
  { method: "POST", path: `${CLUSTER}/update-config`, operation: "UpdateClusterConfig" },
  { method: "POST", path: `${CLUSTER}/updates`, operation: "UpdateClusterVersion" },
  { method: "GET", path: `${CLUSTER}/updates/{updateId}`, operation: "DescribeUpdate" },

  { method: "POST", path: `${CHILD}/node-groups`, operation: "CreateNodegroup" },
  { method: "GET", path: `${CHILD}/node-groups`, operation: "ListNodegroups" },
  {
    method: "GET",
    path: `${CHILD}/node-groups/{nodegroupName}`,
    operation: "DescribeNodegroup",
  },
  {
    method: "DELETE",
    path: `${CHILD}/node-groups/{nodegroupName}`,
    operation: "DeleteNodegroup",
  },
  {
    method: "POST",
    path: `${CHILD}/node-groups/{nodegroupName}/update-config`,
    operation: "UpdateNodegroupConfig",
  },
  {
    method: "POST",
    path: `${CHILD}/node-groups/{nodegroupName}/update-version`,
    operation: "UpdateNodegroupVersion",
  },

  { method: "POST", path: `${CHILD}/addons`, operation: "CreateAddon" },
  { method: "GET", path: `${CHILD}/addons`, operation: "ListAddons" },
  { method: "GET", path: `${CHILD}/addons/{addonName}`, operation: "DescribeAddon" },
  { method: "DELETE", path: `${CHILD}/addons/{addonName}`, operation: "DeleteAddon" },
  { method: "POST", path: `${CHILD}/addons/{addonName}/update`, operation: "UpdateAddon" },
  { method: "GET", path: "/addons/supported-versions", operation: "DescribeAddonVersions" },
  {
    method: "GET",
    path: "/addons/configuration-schemas",
    operation: "DescribeAddonConfiguration",
  },

  {
    method: "POST",
    path: `${CHILD}/pod-identity-associations`,
    operation: "CreatePodIdentityAssociation",
  },
  {
    method: "GET",
    path: `${CHILD}/pod-identity-associations`,
    operation: "ListPodIdentityAssociations",
  },
  {
    method: "GET",
    path: `${CHILD}/pod-identity-associations/{associationId}`,
    operation: "DescribePodIdentityAssociation",
  },
  {
    method: "POST",
    path: `${CHILD}/pod-identity-associations/{associationId}`,
    operation: "UpdatePodIdentityAssociation",
  },
  {
    method: "DELETE",
    path: `${CHILD}/pod-identity-associations/{associationId}`,
    operation: "DeletePodIdentityAssociation",
  },

  { method: "POST", path: `${CHILD}/access-entries`, operation: "CreateAccessEntry" },
  { method: "GET", path: `${CHILD}/access-entries`, operation: "ListAccessEntries" },
  { method: "GET", path: ENTRY, operation: "DescribeAccessEntry" },
  { method: "POST", path: ENTRY, operation: "UpdateAccessEntry" },
  { method: "DELETE", path: ENTRY, operation: "DeleteAccessEntry" },
  { method: "POST", path: `${ENTRY}/access-policies`, operation: "AssociateAccessPolicy" },
  { method: "GET", path: `${ENTRY}/access-policies`, operation: "ListAssociatedAccessPolicies" },
  {
    method: "DELETE",
    path: `${ENTRY}/access-policies/{policyArn}`,
    operation: "DisassociateAccessPolicy",
  },
  { method: "GET", path: "/access-policies", operation: "ListAccessPolicies" },

  { method: "POST", path: "/tags/{resourceArn}", operation: "TagResource" },
  { method: "DELETE", path: "/tags/{resourceArn}", operation: "UntagResource" },
  { method: "GET", path: "/tags/{resourceArn}", operation: "ListTagsForResource" },
];
