import { createHash } from "node:crypto";
import { oidcId } from "../../clusters/identifiers";
import { type ClusterRecord, type ClusterRef, childKey, clusterKey } from "../../clusters/records";
import { findRoleByArn } from "../../identity/records/iam-records";
import { announceChange } from "../../kubernetes/objects/change-feed";
import { createCluster as createKubernetesCluster } from "../../kubernetes/objects/cluster";
import { issuerOf } from "../../kubernetes/tokens/oidc";
import { generateSigningKey } from "../../kubernetes/tokens/signing-key";
import { requestTagContext } from "../../operations/tags/tags";
import type { Call } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import { accessEntryRecord } from "./access-entries";
import { CLUSTER_CA } from "./cluster-ca";
import {
  type Input,
  invalidParameter,
  isObject,
  optionalObject,
  optionalString,
  paginate,
  requiredString,
  tagsOf,
} from "./input";
import { authorise, clusterOf, eksArn, inUse, requireCluster } from "./lookup";
import { authorisePassRole } from "./pass-role";

const DEFAULT_VERSION = "1.34";
const NAME = /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/;
const ADMIN_POLICY = "cluster-access-policy/AmazonEKSClusterAdminPolicy";

/** Members of `CreateCluster` that `DescribeCluster` answers as they were given, with what EKS fills in. */
const CONFIG_DEFAULTS: Record<string, unknown> = {
  resourcesVpcConfig: {},
  kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "172.20.0.0/16" },
  logging: { clusterLogging: [] },
  encryptionConfig: undefined,
  upgradePolicy: { supportType: "EXTENDED" },
  zonalShiftConfig: undefined,
  remoteNetworkConfig: undefined,
  computeConfig: undefined,
  storageConfig: undefined,
  outpostConfig: undefined,
  deletionProtection: false,
};

/** The operations on clusters. The control plane is there at once: a cluster is born `ACTIVE`. */
export function clusterOperations(platform: Platform) {
  const { store } = platform;

  const record = (call: Call, input: Input, action: string, member = "name"): ClusterRecord => {
    const cluster = clusterOf(call, requiredString(input, member));
    authorise(platform, call, {
      action,
      resource: eksArn(call, `cluster/${cluster.name}`),
      resourceTags: store.get<ClusterRecord>(clusterKey(cluster))?.tags,
    });
    return requireCluster(store, cluster);
  };

  return {
    async CreateCluster(call: Call, input: Input) {
      const name = requiredString(input, "name");
      if (!NAME.test(name)) {
        throw invalidParameter(
          "The cluster name must be 1 to 100 letters, digits, hyphens and underscores",
        );
      }
      const cluster = clusterOf(call, name);
      const tags = tagsOf(input);
      const roleArn = requiredString(input, "roleArn");
      authorise(platform, call, {
        action: "CreateCluster",
        resource: eksArn(call, `cluster/${cluster.name}`),
        context: requestTagContext(tags),
      });
      authorisePassRole(platform, call, roleArn, "eks.amazonaws.com");
      validateCluster(platform, cluster, input, roleArn);
      const made = await newCluster(call, cluster, input, tags);
      store.transaction((writer) => {
        if (store.get(clusterKey(cluster))) {
          throw inUse(`Cluster already exists with name: ${cluster.name}`);
        }
        writer.put(clusterKey(cluster), made);
        if (bootstrapsCreator(input)) {
          const entry = creatorEntry(call, made);
          writer.put(childKey("eks-access-entry", cluster, entry.principalArn), entry);
        }
        createKubernetesCluster(store, cluster);
      });
      return { cluster: describe(platform, made) };
    },

    DescribeCluster(call: Call, input: Input) {
      return { cluster: describe(platform, record(call, input, "DescribeCluster")) };
    },

    ListClusters(call: Call, input: Input) {
      authorise(platform, call, { action: "ListClusters", resource: "*" });
      const clusters = store.list<ClusterRecord>(["eks-cluster", call.caller.account, call.region]);
      const { page, nextToken } = paginate(
        clusters.map(({ value }) => value.name),
        input,
      );
      return { clusters: page, nextToken };
    },

    UpdateClusterConfig(call: Call, input: Input) {
      const cluster = record(call, input, "UpdateClusterConfig");
      const config: Record<string, unknown> = { ...cluster.config };
      for (const member of [...Object.keys(CONFIG_DEFAULTS), "accessConfig"]) {
        const given = input[member];
        if (given === undefined) continue;
        const before = config[member];
        config[member] = isObject(given) && isObject(before) ? { ...before, ...given } : given;
      }
      store.transaction((writer) => writer.put(clusterKey(cluster), { ...cluster, config }));
      return { update: update("ConfigUpdate", call.now) };
    },

    UpdateClusterVersion(call: Call, input: Input) {
      const cluster = record(call, input, "UpdateClusterVersion");
      const version = requiredString(input, "version");
      const [from, to] = [minorOf(cluster.version), minorOf(version)];
      if (to !== from && to !== from + 1) {
        throw invalidParameter(
          `Unsupported Kubernetes minor version update from ${cluster.version} to ${version}`,
        );
      }
      store.transaction((writer) => writer.put(clusterKey(cluster), { ...cluster, version }));
      return { update: update("VersionUpdate", call.now, [{ type: "Version", value: version }]) };
    },

    DescribeUpdate(call: Call, input: Input) {
      record(call, input, "DescribeUpdate");
      return { update: update("ConfigUpdate", call.now, [], requiredString(input, "updateId")) };
    },

    DeleteCluster(call: Call, input: Input) {
      const cluster = record(call, input, "DeleteCluster");
      if (cluster.config.deletionProtection === true) {
        throw new AwsError(
          "InvalidRequestException",
          `Cluster ${cluster.name} has deletion protection enabled`,
        );
      }
      store.transaction((writer) => {
        if (store.list(childKey("eks-nodegroup", cluster)).length > 0) {
          throw inUse("Cluster has nodegroups attached");
        }
        for (const kind of ["eks-addon", "eks-association", "eks-access-entry"] as const) {
          for (const { key } of store.list(childKey(kind, cluster))) writer.remove(key);
        }
        for (const kind of ["kubernetes", "kubernetes-applied", "kubernetes-version"]) {
          const { account, region, name } = cluster;
          for (const { key } of store.list([kind, account, region, name])) writer.remove(key);
        }
        writer.remove(clusterKey(cluster));
      });
      announceChange(store, cluster);
      return { cluster: { ...describe(platform, cluster), status: "DELETING" } };
    },
  };
}

function validateCluster(
  platform: Platform,
  cluster: ClusterRef,
  input: Input,
  roleArn: string,
): void {
  if (platform.store.get(clusterKey(cluster))) {
    throw inUse(`Cluster already exists with name: ${cluster.name}`);
  }
  minorOf(optionalString(input, "version") ?? DEFAULT_VERSION);
  const role = findRoleByArn(platform.store, roleArn);
  if (role?.account !== cluster.account) {
    throw invalidParameter(
      `Role with arn: ${roleArn}, could not be assumed because it does not exist or the trusted entity is not correct`,
    );
  }
}

async function newCluster(
  call: Call,
  cluster: ClusterRef,
  input: Input,
  tags: Record<string, string>,
): Promise<ClusterRecord> {
  const config: Record<string, unknown> = { roleArn: input.roleArn };
  for (const [member, fallback] of Object.entries(CONFIG_DEFAULTS)) {
    const value = input[member] ?? fallback;
    if (value !== undefined) {
      config[member] = isObject(value) && isObject(fallback) ? { ...fallback, ...value } : value;
    }
  }
  config.accessConfig = {
    bootstrapClusterCreatorAdminPermissions: bootstrapsCreator(input),
    authenticationMode: optionalObject(input, "accessConfig")?.authenticationMode ?? "API",
  };
  return {
    ...cluster,
    arn: eksArn(call, `cluster/${cluster.name}`),
    partition: call.caller.partition,
    createdAt: call.now,
    version: optionalString(input, "version") ?? DEFAULT_VERSION,
    oidcId: oidcId(),
    signingKey: await generateSigningKey(),
    tags,
    config,
  };
}

function bootstrapsCreator(input: Input): boolean {
  const accessConfig = optionalObject(input, "accessConfig");
  return accessConfig?.bootstrapClusterCreatorAdminPermissions !== false;
}

function creatorEntry(call: Call, cluster: ClusterRecord) {
  const { principal, arn } = call.caller;
  const principalArn = principal.kind === "session" ? principal.roleArn : arn;
  return accessEntryRecord(cluster, principalArn, call.now, {
    policies: [
      {
        policyArn: `arn:${cluster.partition}:eks::aws:${ADMIN_POLICY}`,
        accessScope: { type: "cluster", namespaces: [] },
        associatedAt: call.now,
        modifiedAt: call.now,
      },
    ],
  });
}

/** A cluster as `DescribeCluster` answers it. Its API answers on plain HTTP, so its certificate signs nothing. */
function describe(platform: Platform, cluster: ClusterRecord): Record<string, unknown> {
  const { account, region, name } = cluster;
  return {
    ...cluster.config,
    name,
    arn: cluster.arn,
    createdAt: cluster.createdAt,
    version: cluster.version,
    endpoint: `${platform.endpoint}/_kubernetes/${account}/${region}/${name}`,
    identity: { oidc: { issuer: issuerOf(platform, cluster) } },
    status: "ACTIVE",
    certificateAuthority: { data: Buffer.from(CLUSTER_CA).toString("base64") },
    platformVersion: "eks.1",
    tags: cluster.tags,
    health: { issues: [] },
    resourcesVpcConfig: {
      subnetIds: [],
      securityGroupIds: [],
      clusterSecurityGroupId: derivedId("sg", cluster.arn),
      vpcId: derivedId("vpc", cluster.arn),
      endpointPublicAccess: true,
      endpointPrivateAccess: false,
      publicAccessCidrs: ["0.0.0.0/0"],
      ...(cluster.config.resourcesVpcConfig as object),
    },
  };
}

function derivedId(prefix: string, arn: string): string {
  return `${prefix}-${createHash("sha256").update(arn).digest("hex").slice(0, 17)}`;
}

function update(
  type: string,
  now: Date,
  params: { type: string; value: string }[] = [],
  id: string = crypto.randomUUID(),
) {
  return { id, status: "Successful", type, params, createdAt: now, errors: [] };
}

function minorOf(version: string): number {
  const minor = /^1\.(\d{2})$/.exec(version)?.[1];
  if (!minor || Number(minor) < 24) {
    throw invalidParameter(`unsupported Kubernetes version ${version}`);
  }
  return Number(minor);
}
