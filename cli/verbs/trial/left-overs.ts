import type { EKS } from "@aws-sdk/client-eks";
import type { IAM } from "@aws-sdk/client-iam";

import { SERVICES_POLICY } from "../../../attempts/moves";
import { parameterOf } from "../../../attempts/other-service";
import type { LandingZone, ResolvedAccount } from "../../../sdk/grant";
import type { AccountAccess } from "../../aws/account-access";
import { isError } from "../../aws/aws-error";
import { TRIAL_TAG, type TrialNames } from "./names";
import { deleteNamespace, namespacesNamed } from "./probe-pods";

/** Something of a trial that is there, and how it is removed. */
export interface LeftOver {
  account: string;
  kind: string;
  name: string;
  /** An attempt has made it, and no stack knows of it. */
  isOfAttempts: boolean;
  remove(): Promise<unknown>;
}

/** Where a trial's things are looked for. */
export interface Place {
  account: ResolvedAccount;
  access: AccountAccess;
  zone: LandingZone;
  names: Pick<TrialNames, "id" | "name" | "otherNamespace" | "path">;
}

/** How long EKS may take to delete a node group or a cluster. In seconds. */
const PATIENCE = 1_800;

/** What a trial has made in an account and that is still there, in the order in which it can be removed. Keys are not among it. */
export async function leftOversIn(place: Place): Promise<LeftOver[]> {
  const [ofClusters, roles, secrets, parameters] = await Promise.all([
    inClusters(place),
    inIam(place),
    inSecretsManager(place),
    inParameterStore(place),
  ]);
  return [...ofClusters, ...roles, ...secrets, ...parameters];
}

async function inClusters(place: Place): Promise<LeftOver[]> {
  const { EKS, paginateListClusters } = await import("@aws-sdk/client-eks");
  const eks = new EKS(place.access);
  const found: LeftOver[] = [];
  for await (const { clusters = [] } of paginateListClusters({ client: eks }, {})) {
    for (const name of clusters) found.push(...(await inCluster(place, eks, name)));
  }
  return found;
}

async function inCluster(place: Place, eks: EKS, clusterName: string): Promise<LeftOver[]> {
  const { access, names, zone } = place;
  const {
    paginateListPodIdentityAssociations,
    waitUntilClusterDeleted,
    waitUntilNodegroupDeleted,
  } = await import("@aws-sdk/client-eks");
  const own = place.account.id;
  const found: LeftOver[] = [];
  const add = (kind: string, name: string, remove: LeftOver["remove"], isOfAttempts = false) =>
    found.push({ account: own, kind, name, isOfAttempts, remove });
  const isOurs = (tags: Record<string, string> = {}) => tags[TRIAL_TAG] === names.id;
  const isNamed = (name = "") => name === names.name || name.startsWith(`${names.name}-`);

  const pages = paginateListPodIdentityAssociations({ client: eks }, { clusterName });
  for await (const { associations = [] } of pages) {
    for (const { associationId, namespace, serviceAccount } of associations) {
      if (!isNamed(namespace)) continue;
      const remove = () => eks.deletePodIdentityAssociation({ clusterName, associationId });
      const isOfAttempts = namespace === names.otherNamespace;
      add("association", `${namespace}/${serviceAccount}`, remove, isOfAttempts);
    }
  }
  const { cluster } = await eks.describeCluster({ name: clusterName });
  const isCreated = isOurs(cluster?.tags);
  const known = zone.clusters.find((one) => one.name === clusterName && one.account.id === own);
  if (known && cluster?.status === "ACTIVE") {
    for (const name of await namespacesNamed(known, access, names.name)) {
      const isOfAttempts = name === names.otherNamespace;
      add("namespace", name, () => deleteNamespace(known, access, name), isOfAttempts);
    }
  }
  const { addons = [] } = await eks.listAddons({ clusterName });
  for (const addonName of addons) {
    const { addon } = await eks.describeAddon({ clusterName, addonName });
    if (isOurs(addon?.tags)) {
      add("add-on", `${clusterName}/${addonName}`, () =>
        eks.deleteAddon({ clusterName, addonName }),
      );
    }
  }
  if (!isCreated) return found;
  const waiter = { client: eks, maxWaitTime: PATIENCE };
  const { nodegroups = [] } = await eks.listNodegroups({ clusterName });
  for (const nodegroupName of nodegroups) {
    add("node group", `${clusterName}/${nodegroupName}`, async () => {
      await eks.deleteNodegroup({ clusterName, nodegroupName });
      await waitUntilNodegroupDeleted(waiter, { clusterName, nodegroupName });
    });
  }
  add("cluster", clusterName, async () => {
    await eks.deleteCluster({ name: clusterName });
    await waitUntilClusterDeleted(waiter, { name: clusterName });
  });
  return found;
}

async function inIam({ access, account, names }: Place): Promise<LeftOver[]> {
  const { IAM, paginateListRoles } = await import("@aws-sdk/client-iam");
  const iam = new IAM(access);
  const found: LeftOver[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client: iam }, {})) {
    for (const { Path, RoleName: role = "" } of Roles) {
      if (!role.startsWith(names.name)) continue;
      const { Tags = [] } = await iam.listRoleTags({ RoleName: role });
      if (!Tags.some(({ Key, Value }) => Key === TRIAL_TAG && Value === names.id)) continue;
      const isOfAttempts = Path === names.path;
      const own = { account: account.id, isOfAttempts };
      const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName: role });
      if (!isOfAttempts && PolicyNames.includes(SERVICES_POLICY)) {
        const policy = { RoleName: role, PolicyName: SERVICES_POLICY };
        const name = `${role}/${SERVICES_POLICY}`;
        const remove = () => iam.deleteRolePolicy(policy);
        found.push({ account: account.id, isOfAttempts: true, kind: "policy", name, remove });
      }
      found.push({ ...own, kind: "role", name: role, remove: () => removeRole(iam, role) });
    }
  }
  return found;
}

async function removeRole(iam: IAM, RoleName: string): Promise<void> {
  const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName });
  for (const PolicyName of PolicyNames) await iam.deleteRolePolicy({ RoleName, PolicyName });
  const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName });
  for (const { PolicyArn } of AttachedPolicies) {
    await iam.detachRolePolicy({ RoleName, PolicyArn });
  }
  await iam.deleteRole({ RoleName });
}

async function inSecretsManager({ access, account, names }: Place): Promise<LeftOver[]> {
  const { paginateListSecrets, SecretsManager } = await import("@aws-sdk/client-secrets-manager");
  const client = new SecretsManager(access);
  const found: LeftOver[] = [];
  const Filters = [{ Key: "tag-value" as const, Values: [names.id] }];
  for await (const { SecretList = [] } of paginateListSecrets({ client }, { Filters })) {
    for (const { ARN: SecretId, Name = "", Tags = [] } of SecretList) {
      if (!Tags.some(({ Key, Value }) => Key === TRIAL_TAG && Value === names.id)) continue;
      const remove = () => client.deleteSecret({ SecretId, ForceDeleteWithoutRecovery: true });
      found.push({ account: account.id, kind: "secret", name: Name, isOfAttempts: false, remove });
    }
  }
  return found;
}

/** A parameter that is overwritten takes no tags, so that this one is found by its name. */
async function inParameterStore({ access, account, names }: Place): Promise<LeftOver[]> {
  const { SSM } = await import("@aws-sdk/client-ssm");
  const ssm = new SSM(access);
  const Name = parameterOf(`${names.name}-`);
  const ParameterFilters = [{ Key: "Name", Option: "Equals", Values: [Name] }];
  const { Parameters = [] } = await ssm.describeParameters({ ParameterFilters });
  return Parameters.map(({ Name: name = "" }) => ({
    ...{ account: account.id, kind: "parameter", name, isOfAttempts: true },
    remove: () => ssm.deleteParameter({ Name: name }),
  }));
}

/** Whether something is no longer there that was found before. */
export function isGone(error: unknown): boolean {
  return isError(
    error,
    "ResourceNotFoundException",
    "NoSuchEntityException",
    "NoSuchEntity",
    "ParameterNotFound",
  );
}
