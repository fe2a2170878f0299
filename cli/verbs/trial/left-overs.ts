import type { IAM } from "@aws-sdk/client-iam";

import { SERVICES_POLICY } from "../../../attempts/moves";
import { parameterOf } from "../../../attempts/other-service";
import { unlessGone } from "./gone";
import { leftInClusters } from "./left-in-clusters";
import type { LeftOver, Place } from "./left-over";
import { ATTEMPT_TAG, TRIAL_TAG } from "./names";

/** What a trial has made in an account and that is still there, in the order in which it can be removed. Keys are not among it. */
export async function leftOversIn(place: Place): Promise<LeftOver[]> {
  const [ofClusters, roles, secrets, parameters] = await Promise.all([
    leftInClusters(place),
    inIam(place),
    inSecretsManager(place),
    inParameterStore(place),
  ]);
  return [...ofClusters, ...roles, ...secrets, ...parameters];
}

async function inIam(place: Place): Promise<LeftOver[]> {
  const { access, names } = place;
  const { IAM, paginateListRoles } = await import("@aws-sdk/client-iam");
  const iam = new IAM(access);
  const found: LeftOver[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client: iam }, {})) {
    for (const { RoleName: role = "" } of Roles) {
      if (!role.startsWith(names.name)) continue;
      found.push(...((await unlessGone(ofRole(place, iam, role))) ?? []));
    }
  }
  return found;
}

/** The role, if the trial made it, and the policy that an attempt gave to one of a stack. */
async function ofRole({ account, names }: Place, iam: IAM, role: string): Promise<LeftOver[]> {
  const { Tags = [] } = await iam.listRoleTags({ RoleName: role });
  if (!Tags.some(({ Key, Value }) => Key === TRIAL_TAG && Value === names.id)) return [];
  const isOfAttempts = Tags.some(({ Key }) => Key === ATTEMPT_TAG);
  const found: LeftOver[] = [];
  const own = { account: account.id, isOfAttempts };
  const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName: role });
  if (!isOfAttempts && PolicyNames.includes(SERVICES_POLICY)) {
    const policy = { RoleName: role, PolicyName: SERVICES_POLICY };
    const name = `${role}/${SERVICES_POLICY}`;
    const remove = () => iam.deleteRolePolicy(policy);
    found.push({ account: account.id, isOfAttempts: true, kind: "policy", name, remove });
  }
  found.push({ ...own, kind: "role", name: role, remove: () => removeRole(iam, role) });
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
