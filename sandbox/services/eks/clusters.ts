import { createHash } from "node:crypto";
import { isMapping } from "iam-proof/collections";
import { isBeingMade } from "../../clusters/pace";
import {
  type ClusterRecord,
  type ClusterRef,
  childKey,
  clusterKey,
  DEFAULT_VERSION,
  oidcId,
} from "../../clusters/records";
import type { Platform } from "../../identity/platform";
import { findRoleByArn } from "../../identity/records/iam-records";
import { clusterEndpoint } from "../../kubernetes/api/cluster-call";
import { createCluster as createKubernetesCluster } from "../../kubernetes/objects/cluster";
import { ClusterObjects } from "../../kubernetes/objects/cluster-objects";
import { announceChange, endHistory } from "../../kubernetes/objects/history";
import { generateSigningKey, issuerOf } from "../../kubernetes/tokens/oidc";
import type { Input } from "../../operations/input/input";
import { invalidParameter, invalidRequest } from "../../operations/input/refusals";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import { authoriseNewTags, requestTagContext } from "../../operations/tags/tags";
import type { Call } from "../../wire/messages";
import { accessEntryRecord } from "./access-entry-record";
import { checkZones } from "./control-plane-zones";
import { clusterOf, eksArn, inUse, requireCluster } from "./lookup";
import { authorisePassRole } from "./pass-role";
import { readTags } from "./tags";
import { recordUpdate } from "./updates";

const NAME = /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/;
const ADMIN_POLICY = "cluster-access-policy/AmazonEKSClusterAdminPolicy";

/** Members of `CreateCluster` that `DescribeCluster` answers as they were given, with what EKS fills in. */
const CONFIG_DEFAULTS: Record<string, unknown> = {
  resourcesVpcConfig: {},
  kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "172.20.0.0/16" },
  logging: { clusterLogging: [] },
  upgradePolicy: { supportType: "EXTENDED" },
  computeConfig: undefined,
  storageConfig: undefined,
  deletionProtection: false,
};

/** Creates a cluster. Its control plane becomes `ACTIVE` after a time that follows the sandbox's pace. */
export async function createCluster(request: Request) {
  const { platform, call, input, action } = request;
  const { store } = platform;
  const name = input.text("name");
  if (!NAME.test(name)) {
    throw invalidParameter(
      "The cluster name must be 1 to 100 letters, digits, hyphens and underscores",
    );
  }
  const cluster = clusterOf(call, name);
  const tags = readTags(input);
  const roleArn = input.text("roleArn");
  // Pods here do not use these add-ons' network, so a cluster is the same without them.
  input.flag("bootstrapSelfManagedAddons");
  const resource = eksArn(call, `cluster/${name}`);
  platform.authorise(call, { action, resource, context: requestTagContext(tags) });
  authoriseNewTags(request, "eks:TagResource", resource, tags);
  authorisePassRole(request, roleArn, "eks.amazonaws.com");
  validateCluster(platform, cluster, input, roleArn);
  const made = await newCluster(call, cluster, input, tags);
  store.transaction((writer) => {
    if (store.get(clusterKey(cluster))) throw inUse(`Cluster already exists with name: ${name}`);
    writer.put(clusterKey(cluster), made);
    if (bootstrapsCreator(input)) {
      const entry = creatorEntry(call, made);
      writer.put(childKey("eks-access-entry", cluster, entry.principalArn), entry);
    }
    createKubernetesCluster(new ClusterObjects(store, cluster));
  });
  return { cluster: describe(request, made) };
}

export function describeCluster(request: Request) {
  return { cluster: describe(request, authorisedCluster(request)) };
}

export function listClusters({ platform, call, input, action }: Request) {
  const include = input.optionalTexts("include") ?? [];
  // No cluster of another provider can be connected here, so every cluster is one of EKS.
  if (include.some((kind) => kind !== "all")) throw invalidParameter("include must be all");
  platform.authorise(call, { action, resource: "*" });
  const names = platform.store
    .values<ClusterRecord>(["eks-cluster", call.caller.account, call.region])
    .map(({ name }) => name);
  const { items, more } = cutPage(names, input, PAGES.eks, 100);
  return { clusters: items, ...more };
}

export function updateClusterConfig(request: Request) {
  const cluster = authorisedCluster(request);
  const subnets = subnetIds(request.input);
  if (subnets) checkZones(cluster.region, cluster.name, subnets);
  const config: Record<string, unknown> = { ...cluster.config };
  for (const member of [...Object.keys(CONFIG_DEFAULTS), "accessConfig"]) {
    const given = request.input.members[member];
    if (given === undefined) continue;
    const before = config[member];
    config[member] = isMapping(given) && isMapping(before) ? { ...before, ...given } : given;
  }
  save(request.platform, { ...cluster, config });
  return recordUpdate(request, cluster, { type: "ConfigUpdate" });
}

export function updateClusterVersion(request: Request) {
  const cluster = authorisedCluster(request);
  const version = request.input.text("version");
  // Nothing blocks an upgrade here, so it needs no force.
  request.input.flag("force");
  const [from, to] = [minorOf(cluster.version), minorOf(version)];
  if (to !== from && to !== from + 1) {
    throw invalidParameter(
      `Unsupported Kubernetes minor version update from ${cluster.version} to ${version}`,
    );
  }
  save(request.platform, { ...cluster, version });
  const params = [{ type: "Version", value: version }];
  return recordUpdate(request, cluster, { type: "VersionUpdate", params });
}

export function deleteCluster(request: Request) {
  const { store } = request.platform;
  const cluster = authorisedCluster(request);
  const { account, region, name } = cluster;
  if (cluster.config.deletionProtection === true) {
    throw invalidRequest(`Cluster ${name} has deletion protection enabled`);
  }
  store.transaction((writer) => {
    if (store.list(childKey("eks-nodegroup", cluster)).length > 0) {
      throw inUse("Cluster has nodegroups attached");
    }
    const ofEks = ["eks-addon", "eks-association", "eks-access-entry", "eks-update"];
    for (const kind of [...ofEks, "kubernetes", "kubernetes-version"]) {
      for (const { key } of store.list([kind, account, region, name])) writer.remove(key);
    }
    writer.remove(clusterKey(cluster));
  });
  announceChange(store, cluster);
  endHistory(store, cluster);
  return { cluster: { ...describe(request, cluster), status: "DELETING" } };
}

/** The cluster `name`, if the caller may do this with it. */
export function authorisedCluster({
  platform: { store, authorise },
  call,
  input,
  action,
}: Request): ClusterRecord {
  const cluster = clusterOf(call, input.text("name"));
  authorise(call, {
    action,
    resource: eksArn(call, `cluster/${cluster.name}`),
    resourceTags: store.get<ClusterRecord>(clusterKey(cluster))?.tags,
  });
  return requireCluster(store, cluster);
}

function save({ store }: Platform, cluster: ClusterRecord): void {
  store.transaction((writer) => writer.put(clusterKey(cluster), cluster));
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
  minorOf(input.optionalText("version") ?? DEFAULT_VERSION);
  checkZones(cluster.region, cluster.name, subnetIds(input) ?? []);
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
  const config: Record<string, unknown> = { roleArn: input.members.roleArn };
  for (const [member, fallback] of Object.entries(CONFIG_DEFAULTS)) {
    const value = input.members[member] ?? fallback;
    if (value !== undefined) {
      config[member] = isMapping(value) && isMapping(fallback) ? { ...fallback, ...value } : value;
    }
  }
  config.accessConfig = {
    bootstrapClusterCreatorAdminPermissions: bootstrapsCreator(input),
    authenticationMode: input.structure("accessConfig")?.members.authenticationMode ?? "API",
  };
  return {
    ...cluster,
    arn: eksArn(call, `cluster/${cluster.name}`),
    partition: call.caller.partition,
    createdAt: call.now,
    version: input.optionalText("version") ?? DEFAULT_VERSION,
    oidcId: oidcId(),
    signingKey: await generateSigningKey(),
    tags,
    config,
  };
}

function subnetIds(input: Input): string[] | undefined {
  return input.structure("resourcesVpcConfig")?.optionalTexts("subnetIds");
}

function bootstrapsCreator(input: Input): boolean {
  const accessConfig = input.structure("accessConfig")?.members;
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

function describe({ call, platform }: Request, cluster: ClusterRecord): Record<string, unknown> {
  const { name } = cluster;
  const isCreating = isBeingMade("cluster", cluster, { now: call.now, pace: platform.pace });
  return {
    ...cluster.config,
    name,
    arn: cluster.arn,
    createdAt: cluster.createdAt,
    version: cluster.version,
    status: isCreating ? "CREATING" : "ACTIVE",
    ...(isCreating
      ? { certificateAuthority: {} }
      : {
          endpoint: clusterEndpoint(platform, cluster),
          identity: { oidc: { issuer: issuerOf(cluster) } },
          certificateAuthority: {
            data: Buffer.from(platform.certificateAuthority).toString("base64"),
          },
        }),
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

function minorOf(version: string): number {
  const minor = /^1\.(\d{2})$/.exec(version)?.[1];
  if (!minor || Number(minor) < 24) {
    throw invalidParameter(`unsupported Kubernetes version ${version}`);
  }
  return Number(minor);
}
