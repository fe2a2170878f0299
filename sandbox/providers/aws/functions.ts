import { dnsSuffixOf, partitionOf } from "../../../sdk/rules/partition";
import { defaultSubnets, defaultVpcId } from "../../clusters/default-vpc";
import type { Properties } from "../common/values";
import type { Account } from "./account/account";
import { describeError } from "./account/errors";
import { tagsFrom } from "./lifecycle/tags";

interface AwsFunction {
  /** Arguments that it takes; any other is an error. */
  args: string[];
  run(
    account: Account,
    args: Record<string, string | undefined>,
    filters: Filter[],
  ): Promise<Properties>;
}

interface Filter {
  name: string;
  values: string[];
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
      const isDefault = matches(filters, { "is-default": "true" });
      return { id: region, region, ids: isDefault ? [defaultVpcId(region)] : [] };
    },
  },

  "aws:ec2/getSubnets:getSubnets": {
    args: ["region", "filters"],
    async run(account, { region = account.region }, filters) {
      const found = defaultSubnets(region).filter((subnet) =>
        matches(filters, { "vpc-id": subnet.vpcId, "default-for-az": "true" }),
      );
      return { id: region, region, ids: found.map(({ id }) => id) };
    },
  },

  "aws:ec2/getSubnet:getSubnet": {
    args: ["id", "region"],
    async run(account, { id = "", region = account.region }) {
      const found = defaultSubnets(region).find((one) => one.id === id);
      if (!found) throw new Error("no matching EC2 Subnet found");
      const { vpcId, zone, zoneId } = found;
      return { id, region, vpcId, availabilityZone: zone, availabilityZoneId: zoneId };
    },
  },

  "aws:eks/getCluster:getCluster": {
    args: ["name", "region", "tags"],
    async run(account, { name = "", region }) {
      const { cluster = {} } = await (await account.client("eks", region)).describeCluster({
        name,
      });
      const logging = cluster.logging?.clusterLogging ?? [];
      return {
        id: cluster.name,
        name: cluster.name,
        arn: cluster.arn,
        accessConfigs: listOf(cluster.accessConfig),
        certificateAuthorities: [{ data: cluster.certificateAuthority?.data ?? "" }],
        clusterId: cluster.id ?? "",
        computeConfigs: listOf(cluster.computeConfig),
        createdAt: cluster.createdAt?.toISOString(),
        deletionProtection: cluster.deletionProtection ?? false,
        enabledClusterLogTypes: logging.flatMap(({ enabled, types = [] }) =>
          enabled ? types : [],
        ),
        endpoint: cluster.endpoint ?? "",
        identities: [{ oidcs: [{ issuer: cluster.identity?.oidc?.issuer ?? "" }] }],
        kubernetesNetworkConfigs: listOf(cluster.kubernetesNetworkConfig),
        platformVersion: cluster.platformVersion ?? "",
        region: region ?? account.region,
        roleArn: cluster.roleArn,
        status: cluster.status,
        storageConfigs: listOf(cluster.storageConfig),
        tags: cluster.tags ?? {},
        upgradePolicies: listOf(cluster.upgradePolicy),
        version: cluster.version,
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

  "aws:kms/getKey:getKey": {
    args: ["keyId", "region"],
    async run(account, { keyId = "", region }) {
      const { KeyMetadata } = await (await account.client("kms", region)).describeKey({
        KeyId: keyId,
      });
      return {
        id: KeyMetadata?.KeyId,
        keyId,
        arn: KeyMetadata?.Arn,
        awsAccountId: KeyMetadata?.AWSAccountId,
        creationDate: KeyMetadata?.CreationDate?.toISOString(),
        customerMasterKeySpec: KeyMetadata?.KeySpec,
        description: KeyMetadata?.Description ?? "",
        enabled: KeyMetadata?.Enabled ?? false,
        keyManager: KeyMetadata?.KeyManager,
        keySpec: KeyMetadata?.KeySpec,
        keyState: KeyMetadata?.KeyState,
        keyUsage: KeyMetadata?.KeyUsage,
        multiRegion: KeyMetadata?.MultiRegion ?? false,
        multiRegionConfigurations: listOf(KeyMetadata?.MultiRegionConfiguration),
        origin: KeyMetadata?.Origin,
        deletionDate: KeyMetadata?.DeletionDate?.toISOString() ?? "",
        pendingDeletionWindowInDays: KeyMetadata?.PendingDeletionWindowInDays ?? 0,
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
      for (let Marker: string | undefined; ; ) {
        const page = await client.listAliases(Marker ? { Marker } : {});
        const arn = page.Aliases?.find(({ AliasName }) => AliasName === name)?.AliasArn;
        if (arn) {
          const { KeyMetadata } = await client.describeKey({ KeyId: name });
          return {
            id: arn,
            arn,
            name,
            region: region ?? account.region,
            targetKeyArn: KeyMetadata?.Arn,
            targetKeyId: KeyMetadata?.KeyId,
          };
        }
        Marker = page.NextMarker;
        if (!Marker) throw new Error(`no KMS alias ${name}`);
      }
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
        createdDate: found.CreatedDate?.toISOString(),
        description: found.Description ?? "",
        kmsKeyId: found.KmsKeyId ?? "",
        lastChangedDate: found.LastChangedDate?.toISOString(),
        name: found.Name,
        policy: ResourcePolicy ?? "",
        region: region ?? account.region,
        tags: tagsFrom(found.Tags),
        type: found.Type ?? "",
      };
    },
  },
};

/** The provider puts what there is one of into a list. */
function listOf<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}

/** What the sandbox has none of. */
function noneOf(...names: string[]): Record<string, unknown[]> {
  return Object.fromEntries(names.map((name) => [name, []]));
}

/** Whether all filters fit. One that the sandbox does not have is an error. */
function matches(filters: Filter[], properties: Record<string, string>): boolean {
  return filters.every(({ name, values }) => {
    const value = properties[name];
    if (value === undefined) throw new Error(`filter ${name} is not supported by the sandbox`);
    return values.includes(value);
  });
}

/** Runs a data source of the provider. */
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
