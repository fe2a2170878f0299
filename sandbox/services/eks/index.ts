import type { Platform } from "../../identity/platform";
import { defineRestService, type RestTable } from "../../operations/service";
import type { RestService } from "../../wire/messages/service";
import * as entries from "./access-entries";
import * as addons from "./addons";
import * as associations from "./associations";
import { describeClusterVersions } from "./cluster-versions";
import * as clusters from "./clusters";
import * as nodegroups from "./nodegroups";
import * as updates from "./read-updates";
import { repeatable } from "./repeated-request";
import * as tags from "./tags";

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
  CreateCluster: ["POST /clusters", `${NEW_CLUSTER} clientRequestToken`, clusters.createCluster],
  ListClusters: ["GET /clusters", "include maxResults nextToken", clusters.listClusters],
  DescribeCluster: [`GET ${CLUSTER}`, "", clusters.describeCluster],
  DeleteCluster: [`DELETE ${CLUSTER}`, "", clusters.deleteCluster],
  UpdateClusterConfig: [
    `POST ${CLUSTER}/update-config`,
    `${CLUSTER_SETTINGS} clientRequestToken`,
    clusters.updateClusterConfig,
  ],
  UpdateClusterVersion: [
    `POST ${CLUSTER}/updates`,
    "clientRequestToken force version",
    clusters.updateClusterVersion,
  ],
  ListUpdates: [
    `GET ${CLUSTER}/updates`,
    "addonName maxResults nextToken nodegroupName",
    updates.listUpdates,
  ],
  DescribeClusterVersions: [
    "GET /cluster-versions",
    "clusterType clusterVersions defaultOnly includeAll maxResults nextToken status versionStatus",
    describeClusterVersions,
  ],
  DescribeUpdate: [
    `GET ${CLUSTER}/updates/{updateId}`,
    "addonName nodegroupName",
    updates.describeUpdate,
  ],

  CreateNodegroup: [
    `POST ${NODEGROUPS}`,
    `${NEW_NODEGROUP} clientRequestToken`,
    nodegroups.createNodegroup,
  ],
  ListNodegroups: [`GET ${NODEGROUPS}`, "maxResults nextToken", nodegroups.listNodegroups],
  DescribeNodegroup: [`GET ${NODEGROUP}`, "", nodegroups.describeNodegroup],
  DeleteNodegroup: [`DELETE ${NODEGROUP}`, "", nodegroups.deleteNodegroup],
  UpdateNodegroupConfig: [
    `POST ${NODEGROUP}/update-config`,
    `${CHANGED_NODEGROUP} clientRequestToken`,
    nodegroups.updateNodegroupConfig,
  ],
  UpdateNodegroupVersion: [
    `POST ${NODEGROUP}/update-version`,
    "clientRequestToken force releaseVersion version",
    nodegroups.updateNodegroupVersion,
  ],

  CreateAddon: [
    `POST ${ADDONS}`,
    `${ADDON_SETTINGS} addonName clientRequestToken tags`,
    addons.createAddon,
  ],
  ListAddons: [`GET ${ADDONS}`, "maxResults nextToken", addons.listAddons],
  DescribeAddon: [`GET ${ADDONS}/{addonName}`, "", addons.describeAddon],
  DeleteAddon: [`DELETE ${ADDONS}/{addonName}`, "preserve", addons.deleteAddon],
  UpdateAddon: [
    `POST ${ADDONS}/{addonName}/update`,
    `${ADDON_SETTINGS} clientRequestToken`,
    addons.updateAddon,
  ],
  DescribeAddonVersions: [
    "GET /addons/supported-versions",
    "addonName kubernetesVersion maxResults nextToken owners publishers types",
    addons.describeAddonVersions,
  ],
  DescribeAddonConfiguration: [
    "GET /addons/configuration-schemas",
    "addonName addonVersion",
    addons.describeAddonConfiguration,
  ],

  CreatePodIdentityAssociation: [
    `POST ${ASSOCIATIONS}`,
    "clientRequestToken disableSessionTags namespace policy roleArn serviceAccount tags targetRoleArn",
    associations.createPodIdentityAssociation,
  ],
  ListPodIdentityAssociations: [
    `GET ${ASSOCIATIONS}`,
    "maxResults namespace nextToken serviceAccount",
    associations.listPodIdentityAssociations,
  ],
  DescribePodIdentityAssociation: [
    `GET ${ASSOCIATION}`,
    "",
    associations.describePodIdentityAssociation,
  ],
  UpdatePodIdentityAssociation: [
    `POST ${ASSOCIATION}`,
    "clientRequestToken disableSessionTags policy roleArn targetRoleArn",
    associations.updatePodIdentityAssociation,
  ],
  DeletePodIdentityAssociation: [
    `DELETE ${ASSOCIATION}`,
    "",
    associations.deletePodIdentityAssociation,
  ],

  CreateAccessEntry: [
    `POST ${ENTRIES}`,
    "clientRequestToken kubernetesGroups principalArn tags type username",
    entries.createAccessEntry,
  ],
  ListAccessEntries: [
    `GET ${ENTRIES}`,
    "associatedPolicyArn maxResults nextToken",
    entries.listAccessEntries,
  ],
  DescribeAccessEntry: [`GET ${ENTRY}`, "", entries.describeAccessEntry],
  UpdateAccessEntry: [
    `POST ${ENTRY}`,
    "clientRequestToken kubernetesGroups username",
    entries.updateAccessEntry,
  ],
  DeleteAccessEntry: [`DELETE ${ENTRY}`, "", entries.deleteAccessEntry],
  AssociateAccessPolicy: [
    `POST ${ENTRY}/access-policies`,
    "accessScope.namespaces accessScope.type policyArn",
    entries.associateAccessPolicy,
  ],
  ListAssociatedAccessPolicies: [
    `GET ${ENTRY}/access-policies`,
    "maxResults nextToken",
    entries.listAssociatedAccessPolicies,
  ],
  DisassociateAccessPolicy: [
    `DELETE ${ENTRY}/access-policies/{policyArn}`,
    "",
    entries.disassociateAccessPolicy,
  ],
  ListAccessPolicies: ["GET /access-policies", "maxResults nextToken", entries.listAccessPolicies],

  TagResource: ["POST /tags/{resourceArn}", "tags", tags.tagResource],
  UntagResource: ["DELETE /tags/{resourceArn}", "tagKeys", tags.untagResource],
  ListTagsForResource: ["GET /tags/{resourceArn}", "", tags.listTagsForResource],
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
