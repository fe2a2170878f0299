import { type LandingZone, parseArn, type ResolvedAccount } from "eks-pod-secrets/grant";
import { getOrMake } from "iam-proof/collections";
import { viaService } from "iam-proof/names";
import { type Layer, layers, stackName, stackPlan } from "../../stacks/stack-plan";
import {
  type Call,
  type Caller,
  type Condition,
  type Deployed,
  LAYERS,
  type Use,
} from "./calls/call";
import { CALLS } from "./calls/table";
import { deployedIn } from "./deployed";
import {
  type IdentityPolicy,
  policiesWithinLimits,
  type Statement,
} from "./policies-within-limits";

const CALLERS_OF: Record<Use, Caller[]> = {
  deploy: ["pulumi", "up"],
  pulumi: ["pulumi"],
  put: ["put"],
  revoke: ["revoke"],
  restore: ["restore"],
};

/** An action, why it is called, and by what. */
interface DeployAction {
  action: string;
  reason: string;
  calledBy: Caller[];
  source?: string;
  optional?: true;
}

/** What a role needs to deploy a stack, or for a verb in an account. */
export interface RoleNeeds {
  /** Name of the stack, or the verb. */
  for: string;
  actions: DeployAction[];
  /** Policies that allow exactly these actions; each is short enough for a managed policy. */
  policies: IdentityPolicy[];
}

export interface AccountNeeds {
  /** Id of the account. */
  account: string;
  /** Its name in the inventory. */
  name: string;
  roles: RoleNeeds[];
}

/** The least rights for deploying a landing zone, or for using a verb on it, from the table of calls. */
export function deployPermissions(zone: LandingZone, use: Use): AccountNeeds[] {
  const stacks = stackPlan(zone);
  return zone.accounts.flatMap((account) => {
    const own = stacks.filter((one) => one.account === account).map(({ layer }) => layer);
    if (own.length === 0) return [];
    const { id, name } = account;
    return { account: id, name, roles: rolesIn(zone, account, use, own) };
  });
}

function rolesIn(
  zone: LandingZone,
  account: ResolvedAccount,
  use: Use,
  own: readonly Layer[],
): RoleNeeds[] {
  const deployed = deployedIn(zone, account);
  const isOfStacks = use === "deploy" || use === "pulumi";
  const roles = isOfStacks
    ? own.map((layer) => ({ for: stackName(account, layer), kinds: LAYERS[layer] }))
    : [{ for: use, kinds: [...new Set(layers.flatMap((layer) => LAYERS[layer]))] }];
  return roles.flatMap(({ kinds, ...role }) => {
    const rights = kinds
      .flatMap((kind) => rightsOn(kind, deployed, CALLERS_OF[use]))
      .filter(({ call }) => !call.forTags || account.tags !== undefined);
    if (rights.length === 0) return [];
    const needed = rights.filter(({ call }) => !call.optional);
    return {
      ...role,
      actions: actionsOf(rights, CALLERS_OF[use]),
      policies: policiesWithinLimits(statementsOf(needed)),
    };
  });
}

/** A call, the things it is made for, and its conditions. */
interface Right {
  call: Call;
  resources: string[];
  condition: Condition | undefined;
}

const PULUMI: readonly Caller[] = ["pulumi"];

function rightsOn(
  kind: Deployed,
  deployed: Record<Deployed, string[]>,
  callers: readonly Caller[],
): Right[] {
  const there = deployed[kind];
  if (there.length === 0) return [];
  return CALLS[kind]
    .filter(({ by = PULUMI }) => by.some((caller) => callers.includes(caller)))
    .map((call) => ({
      call,
      resources: call.anywhere ? ["*"] : there,
      condition: call.via ? throughService(call.via, deployed) : call.condition,
    }));
}

/** What each service stores and encrypts for its callers. */
const KEPT = { secretsmanager: "secrets", ssm: "parameters" } as const;

/**
 * The condition for calls through the service, in the regions where the account has something stored there: a replica's key is
 * used from its region, or from the secret's.
 */
function throughService(
  service: keyof typeof KEPT,
  deployed: Record<Deployed, string[]>,
): Condition {
  const regions = deployed[KEPT[service]].map((arn) => parseArn(arn)?.region ?? "");
  const services = [...new Set(regions)].sort().map((region) => viaService(service, region));
  return { StringEquals: { "kms:ViaService": services } };
}

function actionsOf(rights: readonly Right[], callers: readonly Caller[]): DeployAction[] {
  const byAction = new Map<string, DeployAction>();
  for (const { call } of rights) {
    const { action, by = PULUMI, optional, reason, source } = call;
    const before = byAction.get(action);
    const calledBy = by.filter((caller) => callers.includes(caller));
    byAction.set(action, {
      action,
      reason: before?.reason ?? reason,
      calledBy: [...new Set([...(before?.calledBy ?? []), ...calledBy])],
      ...(source !== undefined && (!before || before.source) && { source }),
      ...(optional && { optional }),
    });
  }
  return [...byAction.values()];
}

/** Merges rights on the same resources with the same conditions into one statement. */
function statementsOf(rights: readonly Right[]): Statement[] {
  const groups = new Map<string, Omit<Right, "call"> & { actions: string[] }>();
  for (const { call, condition, resources } of rights) {
    const key = JSON.stringify([condition, resources]);
    const group = getOrMake(groups, key, () => ({ condition, resources, actions: [] }));
    group.actions.push(call.action);
  }
  return [...groups.values()].map(({ actions, condition, resources }) => ({
    Effect: "Allow",
    Action: [...new Set(actions)].sort(),
    Resource: resources,
    ...(condition && { Condition: condition }),
  }));
}
