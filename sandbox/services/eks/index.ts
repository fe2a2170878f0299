import type { Platform } from "../../identity/platform";
import { defineRestService, type RestTable } from "../../operations/service";
import type { RestService } from "../../wire/messages/service";
import {
  associateAccessPolicy,
  createAccessEntry,
  deleteAccessEntry,
  describeAccessEntry,
  disassociateAccessPolicy,
  listAccessEntries,
  listAccessPolicies,
  listAssociatedAccessPolicies,
  updateAccessEntry,
} from "./access-entries";
import {
  createAddon,
  deleteAddon,
  describeAddon,
  describeAddonConfiguration,
  describeAddonVersions,
  listAddons,
  updateAddon,
} from "./addons";
import {
  createPodIdentityAssociation,
  deletePodIdentityAssociation,
  describePodIdentityAssociation,
  listPodIdentityAssociations,
  updatePodIdentityAssociation,
} from "./associations";
import {
  createCluster,
  deleteCluster,
  describeCluster,
  describeUpdate,
  listClusters,
  updateClusterConfig,
  updateClusterVersion,
} from "./clusters";
import {
  createNodegroup,
  deleteNodegroup,
  describeNodegroup,
  listNodegroups,
  updateNodegroupConfig,
  updateNodegroupVersion,
} from "./nodegroups";
import { listTagsForResource, tagResource, untagResource } from "./tags";

const CLUSTER = "/clusters/{name}";
const NODEGROUPS = "/clusters/{clusterName}/node-groups";
const NODEGROUP = `${NODEGROUPS}/{nodegroupName}`;
const ADDONS = "/clusters/{clusterName}/addons";
const ASSOCIATIONS = "/clusters/{clusterName}/pod-identity-associations";
const ASSOCIATION = `${ASSOCIATIONS}/{associationId}`;
const ENTRIES = "/clusters/{clusterName}/access-entries";
const ENTRY = `${ENTRIES}/{principalArn}`;

const OPERATIONS: RestTable = {
  CreateCluster: ["POST /clusters", createCluster],
  ListClusters: ["GET /clusters", listClusters],
  DescribeCluster: [`GET ${CLUSTER}`, describeCluster],
  DeleteCluster: [`DELETE ${CLUSTER}`, deleteCluster],
  UpdateClusterConfig: [`POST ${CLUSTER}/update-config`, updateClusterConfig],
  UpdateClusterVersion: [`POST ${CLUSTER}/updates`, updateClusterVersion],
  DescribeUpdate: [`GET ${CLUSTER}/updates/{updateId}`, describeUpdate],

  CreateNodegroup: [`POST ${NODEGROUPS}`, createNodegroup],
  ListNodegroups: [`GET ${NODEGROUPS}`, listNodegroups],
  DescribeNodegroup: [`GET ${NODEGROUP}`, describeNodegroup],
  DeleteNodegroup: [`DELETE ${NODEGROUP}`, deleteNodegroup],
  UpdateNodegroupConfig: [`POST ${NODEGROUP}/update-config`, updateNodegroupConfig],
  UpdateNodegroupVersion: [`POST ${NODEGROUP}/update-version`, updateNodegroupVersion],

  CreateAddon: [`POST ${ADDONS}`, createAddon],
  ListAddons: [`GET ${ADDONS}`, listAddons],
  DescribeAddon: [`GET ${ADDONS}/{addonName}`, describeAddon],
  DeleteAddon: [`DELETE ${ADDONS}/{addonName}`, deleteAddon],
  UpdateAddon: [`POST ${ADDONS}/{addonName}/update`, updateAddon],
  DescribeAddonVersions: ["GET /addons/supported-versions", describeAddonVersions],
  DescribeAddonConfiguration: ["GET /addons/configuration-schemas", describeAddonConfiguration],

  CreatePodIdentityAssociation: [`POST ${ASSOCIATIONS}`, createPodIdentityAssociation],
  ListPodIdentityAssociations: [`GET ${ASSOCIATIONS}`, listPodIdentityAssociations],
  DescribePodIdentityAssociation: [`GET ${ASSOCIATION}`, describePodIdentityAssociation],
  UpdatePodIdentityAssociation: [`POST ${ASSOCIATION}`, updatePodIdentityAssociation],
  DeletePodIdentityAssociation: [`DELETE ${ASSOCIATION}`, deletePodIdentityAssociation],

  CreateAccessEntry: [`POST ${ENTRIES}`, createAccessEntry],
  ListAccessEntries: [`GET ${ENTRIES}`, listAccessEntries],
  DescribeAccessEntry: [`GET ${ENTRY}`, describeAccessEntry],
  UpdateAccessEntry: [`POST ${ENTRY}`, updateAccessEntry],
  DeleteAccessEntry: [`DELETE ${ENTRY}`, deleteAccessEntry],
  AssociateAccessPolicy: [`POST ${ENTRY}/access-policies`, associateAccessPolicy],
  ListAssociatedAccessPolicies: [`GET ${ENTRY}/access-policies`, listAssociatedAccessPolicies],
  DisassociateAccessPolicy: [
    `DELETE ${ENTRY}/access-policies/{policyArn}`,
    disassociateAccessPolicy,
  ],
  ListAccessPolicies: ["GET /access-policies", listAccessPolicies],

  TagResource: ["POST /tags/{resourceArn}", tagResource],
  UntagResource: ["DELETE /tags/{resourceArn}", untagResource],
  ListTagsForResource: ["GET /tags/{resourceArn}", listTagsForResource],
};

/** Amazon Elastic Kubernetes Service. */
export function createEks(platform: Platform): RestService {
  return { ...defineRestService(platform, "eks", OPERATIONS), deniedStatus: 403 };
}
