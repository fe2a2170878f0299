import { dnsSuffixOf, partitionOf } from "iam-proof/names";
import { camelCased, type Properties, pick } from "../common/values";
import type { Account } from "./account/account";
import type { Filter } from "./account/ec2";
import { describeError } from "./account/errors";
import { tagsFrom } from "./lifecycle/resource";
import { findAlias } from "./resources/alias";
import { findOidcProvider } from "./resources/oidc-provider";
import { inlinePolicies } from "./resources/role-policies";

interface AwsFunction {
  /** The accepted arguments. Any other is an error. */
  args: string[];
  run(
    account: Account,
    args: Record<string, string | undefined>,
    filters: Filter[],
  ): Promise<Properties>;
}

const functions: Record<string, AwsFunction> = {
  "aws:index/getCallerIdentity:getCallerIdentity": {
    args: [],
    async run(account) {
      const { account: accountId, arn, userId } = await account.identity();
      return { id: accountId, accountId, arn, userId };
    },
  },

  "aws:index/getPartition:getPartition": {
    args: [],
    async run({ region }) {
      const partition = partitionOf(region);
      const dnsSuffix = dnsSuffixOf(region);
      return {
        id: partition,
        partition,
        dnsSuffix,
        reverseDnsPrefix: dnsSuffix.split(".").reverse().join("."),
      };
    },
  },

  "aws:index/getRegion:getRegion": {
    args: ["region", "name", "endpoint", "id"],
    async run(account, { region = account.region }) {
      return {
        id: region,
        region,
        name: region,
        description: region,
        endpoint: `ec2.${region}.${dnsSuffixOf(region)}`,
      };
    },
  },

  "aws:ec2/getVpcs:getVpcs": {
    args: ["region", "filters"],
    async run(account, { region = account.region }, filters) {
      const vpcs = await (await account.client("ec2", region)).describeVpcs(filters);
      return { id: region, region, ids: vpcs.map(({ vpcId }) => vpcId) };
    },
  },

  "aws:ec2/getSubnets:getSubnets": {
    args: ["region", "filters"],
    async run(account, { region = account.region }, filters) {
      const subnets = await (await account.client("ec2", region)).describeSubnets(filters);
      return { id: region, region, ids: subnets.map(({ subnetId }) => subnetId) };
    },
  },

  "aws:ec2/getSubnet:getSubnet": {
    args: ["id", "region"],
    async run(account, { id = "", region = account.region }) {
      const ec2 = await account.client("ec2", region);
      const [found] = await ec2.describeSubnets([], [id]).catch((error) => {
        if (error.name === "InvalidSubnetID.NotFound") return [];
        throw error;
      });
      if (!found) throw new Error("no matching EC2 Subnet found");
      return { id, region, ...pick(found, "vpcId", "availabilityZone", "availabilityZoneId") };
    },
  },

  "aws:eks/getCluster:getCluster": {
    args: ["name", "region", "tags"],
    async run(account, { name = "", region }) {
      const client = await account.client("eks", region);
      const { cluster = {} } = await client.describeCluster({ name });
      const logging = cluster.logging?.clusterLogging ?? [];
      return {
        ...pick(cluster, "arn", "createdAt", "name", "roleArn", "status", "version"),
        id: cluster.name,
        accessConfigs: listOf(cluster.accessConfig),
        certificateAuthorities: [{ data: cluster.certificateAuthority?.data ?? "" }],
        clusterId: cluster.id ?? "",
        computeConfigs: listOf(cluster.computeConfig),
        deletionProtection: cluster.deletionProtection ?? false,
        enabledClusterLogTypes: logging.flatMap(({ enabled, types = [] }) =>
          enabled ? types : [],
        ),
        endpoint: cluster.endpoint ?? "",
        identities: [{ oidcs: [{ issuer: cluster.identity?.oidc?.issuer ?? "" }] }],
        kubernetesNetworkConfigs: listOf(cluster.kubernetesNetworkConfig),
        platformVersion: cluster.platformVersion ?? "",
        region: region ?? account.region,
        storageConfigs: listOf(cluster.storageConfig),
        tags: cluster.tags ?? {},
        upgradePolicies: listOf(cluster.upgradePolicy),
        vpcConfig: cluster.resourcesVpcConfig ?? {},
        ...noneOf(
          ...["controlPlaneScalingConfigs", "kubeApiServerConfigs", "kubeControllerManagerConfigs"],
          ...[
            "kubeSchedulerConfigs",
            "outpostConfigs",
            "remoteNetworkConfigs",
            "zonalShiftConfigs",
          ],
        ),
      };
    },
  },

  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": {
    args: ["arn", "tags", "url"],
    async run(account, { arn: given, url }) {
      const client = await account.client("iam");
      const arn = given ?? (await findOidcProvider(client, url ?? ""));
      if (!arn) throw new Error(`IAM OIDC Provider (${url}) not found`);
      const found = await client.getOpenIDConnectProvider({ OpenIDConnectProviderArn: arn });
      return {
        ...{ id: arn, arn, url: found.Url, tags: tagsFrom(found.Tags) },
        clientIdLists: found.ClientIDList ?? [],
        thumbprintLists: found.ThumbprintList ?? [],
      };
    },
  },

  "aws:iam/getRolePolicies:getRolePolicies": {
    args: ["roleName"],
    async run(account, { roleName = "" }) {
      const policyNames = await inlinePolicies(await account.client("iam"), roleName);
      return { roleName, policyNames };
    },
  },

  "aws:eks/getAddonVersion:getAddonVersion": {
    args: ["addonName", "kubernetesVersion", "mostRecent", "region"],
    async run(account, { addonName = "", kubernetesVersion, mostRecent, region = account.region }) {
      const eks = await account.client("eks", region);
      const { addons = [] } = await eks.describeAddonVersions({ addonName, kubernetesVersion });
      const versions = addons.flatMap(({ addonVersions = [] }) => addonVersions);
      const isDefault = (one: (typeof versions)[number]) =>
        one.compatibilities?.[0]?.defaultVersion;
      const found = mostRecent ? versions[0] : versions.find(isDefault);
      return { id: addonName, addonName, kubernetesVersion, region, version: found?.addonVersion };
    },
  },

  "aws:organizations/getOrganization:getOrganization": {
    args: [],
    async run(account) {
      const client = await account.client("organizations");
      const { Organization: found = {} } = await client.ask("DescribeOrganization", {});
      const lists = ["accounts", "nonMasterAccounts", "roots", "enabledPolicyTypes"];
      return {
        ...{ id: found.Id, arn: found.Arn, featureSet: found.FeatureSet },
        ...{ masterAccountArn: found.MasterAccountArn, masterAccountId: found.MasterAccountId },
        ...{ masterAccountEmail: found.MasterAccountEmail, masterAccountName: "" },
        // The provider lists these with calls that the sandbox lacks.
        ...noneOf(...lists, "awsServiceAccessPrincipals"),
      };
    },
  },

  "aws:kms/getKey:getKey": {
    args: ["keyId", "region"],
    async run(account, { keyId = "", region }) {
      const client = await account.client("kms", region);
      const key = camelCased((await client.describeKey({ KeyId: keyId })).KeyMetadata);
      return {
        ...pick(
          key,
          "arn",
          "creationDate",
          "keyManager",
          "keySpec",
          "keyState",
          "keyUsage",
          "origin",
        ),
        id: key.keyId,
        keyId,
        awsAccountId: key.aWSAccountId,
        customerMasterKeySpec: key.keySpec,
        description: key.description ?? "",
        enabled: key.enabled ?? false,
        multiRegion: key.multiRegion ?? false,
        multiRegionConfigurations: listOf(key.multiRegionConfiguration),
        deletionDate: key.deletionDate ?? "",
        pendingDeletionWindowInDays: key.pendingDeletionWindowInDays ?? 0,
        ...{ cloudHsmClusterId: "", customKeyStoreId: "", expirationModel: "", validTo: "" },
        ...noneOf("xksKeyConfigurations"),
        region: region ?? account.region,
      };
    },
  },

  "aws:kms/getAlias:getAlias": {
    args: ["name", "region"],
    async run(account, { name = "", region }) {
      const client = await account.client("kms", region);
      const arn = (await findAlias(client, name))?.AliasArn;
      if (!arn) throw new Error(`no KMS alias ${name}`);
      const { KeyMetadata: key } = await client.describeKey({ KeyId: name });
      const target = { targetKeyArn: key?.Arn, targetKeyId: key?.KeyId };
      return { id: arn, arn, name, region: region ?? account.region, ...target };
    },
  },

  "aws:secretsmanager/getSecret:getSecret": {
    args: ["arn", "name", "region", "tags"],
    async run(account, { arn, name, region }) {
      const client = await account.client("secretsmanager", region);
      const found = await client.describeSecret({ SecretId: arn ?? name });
      const { ResourcePolicy } = await client.getResourcePolicy({ SecretId: found.ARN });
      return {
        id: found.ARN,
        arn: found.ARN,
        createdDate: found.CreatedDate,
        description: found.Description ?? "",
        kmsKeyId: found.KmsKeyId ?? "",
        lastChangedDate: found.LastChangedDate,
        name: found.Name,
        policy: ResourcePolicy ?? "",
        region: region ?? account.region,
        tags: tagsFrom(found.Tags),
        type: found.Type ?? "",
      };
    },
  },
};

/** The provider returns a single value as a list. */
function listOf<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}

function noneOf(...names: string[]): Record<string, unknown[]> {
  return Object.fromEntries(names.map((name) => [name, []]));
}

export async function callFunction(
  account: Account,
  token: string,
  args: Properties,
): Promise<Properties> {
  const called = functions[token];
  if (!called) throw new Error(`function ${token} is not supported by the sandbox's aws provider`);
  const given = Object.fromEntries(
    Object.entries(args).filter(([, value]) => value !== null && value !== undefined),
  );
  const unknown = Object.keys(given).find((name) => !called.args.includes(name));
  if (unknown) throw new Error(`${unknown} is not an argument of ${token} in the sandbox`);
  try {
    const { filters = [], ...texts } = given;
    return await called.run(account, texts as Record<string, string>, filters as Filter[]);
  } catch (error) {
    throw new Error(`invoking ${token}: ${describeError(error)}`, { cause: error });
  }
}
