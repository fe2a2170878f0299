import type { Platform } from "../../identity/platform";
import type { Input } from "../../operations/input/input";
import { defineRestService, type Request } from "../../operations/service";
import type { RestService } from "../../wire/messages";
import * as entries from "./access-entries";
import * as addons from "./addons";
import * as associations from "./associations";
import { describeClusterVersions } from "./catalogue";
import * as clusters from "./clusters";
import { authorisedCluster } from "./clusters";
import * as nodegroups from "./nodegroups";
import { repeatable } from "./repeated-request";
import * as tags from "./tags";
import { requireUpdate, type Updated } from "./updates";

const CLUSTER = "/clusters/{name}";
const NODEGROUPS = "/clusters/{clusterName}/node-groups";
const NODEGROUP = `${NODEGROUPS}/{nodegroupName}`;
const ADDONS = "/clusters/{clusterName}/addons";
const ASSOCIATIONS = "/clusters/{clusterName}/pod-identity-associations";
const ASSOCIATION = `${ASSOCIATIONS}/{associationId}`;
const ENTRIES = "/clusters/{clusterName}/access-entries";
const ENTRY = `${ENTRIES}/{principalArn}`;

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

const OPERATIONS = {
  CreateCluster: `POST /clusters ${NEW_CLUSTER} clientRequestToken`,
  ListClusters: "GET /clusters include maxResults nextToken",
  DescribeCluster: `GET ${CLUSTER}`,
  DeleteCluster: `DELETE ${CLUSTER}`,
  UpdateClusterConfig: `POST ${CLUSTER}/update-config ${CLUSTER_SETTINGS} clientRequestToken`,
  UpdateClusterVersion: `POST ${CLUSTER}/updates clientRequestToken force version`,
  DescribeClusterVersions:
    "GET /cluster-versions clusterType clusterVersions defaultOnly includeAll maxResults nextToken status versionStatus",
  DescribeUpdate: `GET ${CLUSTER}/updates/{updateId} addonName nodegroupName`,
  CreateNodegroup: `POST ${NODEGROUPS} ${NEW_NODEGROUP} clientRequestToken`,
  ListNodegroups: `GET ${NODEGROUPS} maxResults nextToken`,
  DescribeNodegroup: `GET ${NODEGROUP}`,
  DeleteNodegroup: `DELETE ${NODEGROUP}`,
  UpdateNodegroupConfig: `POST ${NODEGROUP}/update-config ${CHANGED_NODEGROUP} clientRequestToken`,
  UpdateNodegroupVersion: `POST ${NODEGROUP}/update-version clientRequestToken force releaseVersion version`,
  CreateAddon: `POST ${ADDONS} ${ADDON_SETTINGS} addonName clientRequestToken tags`,
  ListAddons: `GET ${ADDONS} maxResults nextToken`,
  DescribeAddon: `GET ${ADDONS}/{addonName}`,
  DeleteAddon: `DELETE ${ADDONS}/{addonName} preserve`,
  UpdateAddon: `POST ${ADDONS}/{addonName}/update ${ADDON_SETTINGS} clientRequestToken`,
  DescribeAddonVersions:
    "GET /addons/supported-versions addonName kubernetesVersion maxResults nextToken owners publishers types",
  CreatePodIdentityAssociation: `POST ${ASSOCIATIONS} clientRequestToken disableSessionTags namespace policy roleArn serviceAccount tags targetRoleArn`,
  ListPodIdentityAssociations: `GET ${ASSOCIATIONS} maxResults namespace nextToken serviceAccount`,
  DescribePodIdentityAssociation: `GET ${ASSOCIATION}`,
  UpdatePodIdentityAssociation: `POST ${ASSOCIATION} clientRequestToken disableSessionTags policy roleArn targetRoleArn`,
  DeletePodIdentityAssociation: `DELETE ${ASSOCIATION}`,
  CreateAccessEntry: `POST ${ENTRIES} clientRequestToken kubernetesGroups principalArn tags type username`,
  ListAccessEntries: `GET ${ENTRIES} associatedPolicyArn maxResults nextToken`,
  DescribeAccessEntry: `GET ${ENTRY}`,
  UpdateAccessEntry: `POST ${ENTRY} clientRequestToken kubernetesGroups username`,
  DeleteAccessEntry: `DELETE ${ENTRY}`,
  AssociateAccessPolicy: `POST ${ENTRY}/access-policies accessScope.namespaces accessScope.type policyArn`,
  ListAssociatedAccessPolicies: `GET ${ENTRY}/access-policies maxResults nextToken`,
  DisassociateAccessPolicy: `DELETE ${ENTRY}/access-policies/{policyArn}`,
  TagResource: "POST /tags/{resourceArn} tags",
  UntagResource: "DELETE /tags/{resourceArn} tagKeys",
  ListTagsForResource: "GET /tags/{resourceArn}",
};

const RUNS = {
  ...clusters,
  describeUpdate,
  ...nodegroups,
  ...addons,
  ...associations,
  ...entries,
  ...tags,
  describeClusterVersions,
};

export function createEks(platform: Platform): RestService {
  return {
    ...defineRestService(
      platform,
      { signingName: "eks", unsupported: "InvalidParameterException" },
      OPERATIONS,
      RUNS,
      ["clientRequestToken", repeatable],
    ),
    deniedStatus: 403,
  };
}

function describeUpdate(request: Request) {
  const cluster = authorisedCluster(request);
  const { input, platform } = request;
  const id = input.text("updateId");
  return { update: requireUpdate(platform.store, cluster, id, readUpdated(input)) };
}

function readUpdated(input: Input): Updated {
  const nodegroupName = input.optionalText("nodegroupName");
  const addonName = input.optionalText("addonName");
  return {
    ...(nodegroupName !== undefined && { nodegroupName }),
    ...(addonName !== undefined && { addonName }),
  };
}
