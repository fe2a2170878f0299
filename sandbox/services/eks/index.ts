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
import { describeClusterVersions } from "./cluster-versions";
import {
  createCluster,
  deleteCluster,
  describeCluster,
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
import { describeUpdate, listUpdates } from "./read-updates";
import { repeatable } from "./repeated-request";
import { listTagsForResource, tagResource, untagResource } from "./tags";

const CLUSTER = "/clusters/{name}";
const NODEGROUPS = "/clusters/{clusterName}/node-groups";
const NODEGROUP = `${NODEGROUPS}/{nodegroupName}`;
const ADDONS = "/clusters/{clusterName}/addons";
const ASSOCIATIONS = "/clusters/{clusterName}/pod-identity-associations";
const ASSOCIATION = `${ASSOCIATIONS}/{associationId}`;
const ENTRIES = "/clusters/{clusterName}/access-entries";
const ENTRY = `${ENTRIES}/{principalArn}`;

/** Settings of a cluster that EKS can change. */
const CLUSTER_SETTINGS = `
  accessConfig.authenticationMode deletionProtection upgradePolicy.supportType
  computeConfig.enabled computeConfig.nodePools computeConfig.nodeRoleArn storageConfig.blockStorage.enabled
  kubernetesNetworkConfig.elasticLoadBalancing.enabled kubernetesNetworkConfig.ipFamily
  kubernetesNetworkConfig.serviceIpv4Cidr logging.clusterLogging.enabled logging.clusterLogging.types
  resourcesVpcConfig.endpointPrivateAccess resourcesVpcConfig.endpointPublicAccess resourcesVpcConfig.publicAccessCidrs
  resourcesVpcConfig.securityGroupIds resourcesVpcConfig.subnetIds`;
const NEW_CLUSTER = `
  ${CLUSTER_SETTINGS} accessConfig.bootstrapClusterCreatorAdminPermissions bootstrapSelfManagedAddons name roleArn tags
  version`;
const NODES = `
  scalingConfig.desiredSize scalingConfig.maxSize scalingConfig.minSize updateConfig.maxUnavailable
  updateConfig.maxUnavailablePercentage updateConfig.updateStrategy`;
const NEW_NODEGROUP = `
  ${NODES} amiType capacityType diskSize instanceTypes labels nodeRole nodegroupName releaseVersion subnets tags
  taints.effect taints.key taints.value version`;
const CHANGED_NODEGROUP = `
  ${NODES} labels.addOrUpdateLabels labels.removeLabels
  taints.addOrUpdateTaints.effect taints.addOrUpdateTaints.key taints.addOrUpdateTaints.value
  taints.removeTaints.effect taints.removeTaints.key taints.removeTaints.value`;
const ADDON_SETTINGS = `
  addonVersion configurationValues podIdentityAssociations.roleArn podIdentityAssociations.serviceAccount resolveConflicts
  serviceAccountRoleArn`;

const OPERATIONS: RestTable = {
  CreateCluster: ["POST /clusters", `${NEW_CLUSTER} clientRequestToken`, createCluster],
  ListClusters: ["GET /clusters", "include maxResults nextToken", listClusters],
  DescribeCluster: [`GET ${CLUSTER}`, "", describeCluster],
  DeleteCluster: [`DELETE ${CLUSTER}`, "", deleteCluster],
  UpdateClusterConfig: [
    `POST ${CLUSTER}/update-config`,
    `${CLUSTER_SETTINGS} clientRequestToken`,
    updateClusterConfig,
  ],
  UpdateClusterVersion: [
    `POST ${CLUSTER}/updates`,
    "clientRequestToken force version",
    updateClusterVersion,
  ],
  ListUpdates: [
    `GET ${CLUSTER}/updates`,
    "addonName maxResults nextToken nodegroupName",
    listUpdates,
  ],
  DescribeClusterVersions: [
    "GET /cluster-versions",
    "clusterType clusterVersions defaultOnly includeAll maxResults nextToken status versionStatus",
    describeClusterVersions,
  ],
  DescribeUpdate: [`GET ${CLUSTER}/updates/{updateId}`, "addonName nodegroupName", describeUpdate],

  CreateNodegroup: [`POST ${NODEGROUPS}`, `${NEW_NODEGROUP} clientRequestToken`, createNodegroup],
  ListNodegroups: [`GET ${NODEGROUPS}`, "maxResults nextToken", listNodegroups],
  DescribeNodegroup: [`GET ${NODEGROUP}`, "", describeNodegroup],
  DeleteNodegroup: [`DELETE ${NODEGROUP}`, "", deleteNodegroup],
  UpdateNodegroupConfig: [
    `POST ${NODEGROUP}/update-config`,
    `${CHANGED_NODEGROUP} clientRequestToken`,
    updateNodegroupConfig,
  ],
  UpdateNodegroupVersion: [
    `POST ${NODEGROUP}/update-version`,
    "clientRequestToken force releaseVersion version",
    updateNodegroupVersion,
  ],

  CreateAddon: [
    `POST ${ADDONS}`,
    `${ADDON_SETTINGS} addonName clientRequestToken tags`,
    createAddon,
  ],
  ListAddons: [`GET ${ADDONS}`, "maxResults nextToken", listAddons],
  DescribeAddon: [`GET ${ADDONS}/{addonName}`, "", describeAddon],
  DeleteAddon: [`DELETE ${ADDONS}/{addonName}`, "preserve", deleteAddon],
  UpdateAddon: [
    `POST ${ADDONS}/{addonName}/update`,
    `${ADDON_SETTINGS} clientRequestToken`,
    updateAddon,
  ],
  DescribeAddonVersions: [
    "GET /addons/supported-versions",
    "addonName kubernetesVersion maxResults nextToken owners publishers types",
    describeAddonVersions,
  ],
  DescribeAddonConfiguration: [
    "GET /addons/configuration-schemas",
    "addonName addonVersion",
    describeAddonConfiguration,
  ],

  CreatePodIdentityAssociation: [
    `POST ${ASSOCIATIONS}`,
    "clientRequestToken disableSessionTags namespace policy roleArn serviceAccount tags targetRoleArn",
    createPodIdentityAssociation,
  ],
  ListPodIdentityAssociations: [
    `GET ${ASSOCIATIONS}`,
    "maxResults namespace nextToken serviceAccount",
    listPodIdentityAssociations,
  ],
  DescribePodIdentityAssociation: [`GET ${ASSOCIATION}`, "", describePodIdentityAssociation],
  UpdatePodIdentityAssociation: [
    `POST ${ASSOCIATION}`,
    "clientRequestToken disableSessionTags policy roleArn targetRoleArn",
    updatePodIdentityAssociation,
  ],
  DeletePodIdentityAssociation: [`DELETE ${ASSOCIATION}`, "", deletePodIdentityAssociation],

  CreateAccessEntry: [
    `POST ${ENTRIES}`,
    "clientRequestToken kubernetesGroups principalArn tags type username",
    createAccessEntry,
  ],
  ListAccessEntries: [
    `GET ${ENTRIES}`,
    "associatedPolicyArn maxResults nextToken",
    listAccessEntries,
  ],
  DescribeAccessEntry: [`GET ${ENTRY}`, "", describeAccessEntry],
  UpdateAccessEntry: [
    `POST ${ENTRY}`,
    "clientRequestToken kubernetesGroups username",
    updateAccessEntry,
  ],
  DeleteAccessEntry: [`DELETE ${ENTRY}`, "", deleteAccessEntry],
  AssociateAccessPolicy: [
    `POST ${ENTRY}/access-policies`,
    "accessScope.namespaces accessScope.type policyArn",
    associateAccessPolicy,
  ],
  ListAssociatedAccessPolicies: [
    `GET ${ENTRY}/access-policies`,
    "maxResults nextToken",
    listAssociatedAccessPolicies,
  ],
  DisassociateAccessPolicy: [
    `DELETE ${ENTRY}/access-policies/{policyArn}`,
    "",
    disassociateAccessPolicy,
  ],
  ListAccessPolicies: ["GET /access-policies", "maxResults nextToken", listAccessPolicies],

  TagResource: ["POST /tags/{resourceArn}", "tags", tagResource],
  UntagResource: ["DELETE /tags/{resourceArn}", "tagKeys", untagResource],
  ListTagsForResource: ["GET /tags/{resourceArn}", "", listTagsForResource],
};

/** The operations, of which those that take a token are known again by it. */
const REPEATABLE: RestTable = Object.fromEntries(
  Object.entries(OPERATIONS).map(([name, [route, honoured, run]]) => [
    name,
    [route, honoured, honoured.includes("clientRequestToken") ? repeatable(run) : run],
  ]),
);

/** Amazon Elastic Kubernetes Service. */
export function createEks(platform: Platform): RestService {
  return {
    ...defineRestService(
      platform,
      { signingName: "eks", unsupported: "InvalidParameterException" },
      REPEATABLE,
    ),
    deniedStatus: 403,
  };
}
