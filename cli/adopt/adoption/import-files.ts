import { OWN_POLICY_NAME } from "eks-pod-secrets/defaults";
import { clusterName, type Layer, parseArn, rolePlace, stackName } from "eks-pod-secrets/grant";
import { accountOf } from "iam-proof/names";
import { type Import, importKey } from "../../../stacks/import-file";
import { type Parts, roleParts, tagParts, wayParts } from "../../stacks/before-run/seen-parts";
import type { AdoptedAccount } from "./plans";
import { isOwnAccount } from "./reader-entry";
import type { ReaderPlan } from "./reader-plans";
import { isSecret } from "./reads";
import type { TargetPlan } from "./target-plans";
import { keyReference } from "./used-keys";

/** An existing object that becomes a child of a component. */
type Imported = Omit<Import, "place">;

/** What each stack imports, by stack name. */
export function importFiles(
  plans: readonly ReaderPlan[],
  targets: readonly TargetPlan[],
  accounts: readonly AdoptedAccount[],
): Record<string, { resources: Imported[] }> {
  const files = new Map<string, Map<string, Imported>>();
  const add = (arn: string, layer: Layer, resources: Imported[]) => {
    const account = accounts.find(({ id }) => id === accountOf(arn));
    if (!account) return;
    const all = resources.map((one): [string, Imported] => [importKey(one), one]);
    const stack = stackName(account, layer);
    if (all.length > 0) files.set(stack, new Map([...(files.get(stack) ?? []), ...all]));
  };
  for (const one of targets) {
    add(one.target.arn, "secrets", [...secretImports(one), ...keyImports(one)]);
  }
  for (const one of plans) {
    const { id, pod, target } = one;
    add(pod.clusterArn, "workloads", readerImports(one));
    if (!target) continue;
    const { name } = rolePlace(target.arn);
    add(target.arn, "secrets", childrenOf(id, [TYPES.role, name, roleParts(target)]));
  }
  const written = [...files].map(([stack, all]) => [stack, { resources: [...all.values()] }]);
  return Object.fromEntries(written);
}

/** The types of the components' children, each with the end of its name. */
const TYPES = {
  role: ["aws:iam/role:Role", "role"],
  rolePolicy: ["aws:iam/rolePolicy:RolePolicy", "policy"],
  association: ["aws:eks/podIdentityAssociation:PodIdentityAssociation", "association"],
  serviceAccount: ["kubernetes:core/v1:ServiceAccount", "service-account"],
  providerClass: ["kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass", "provider-class"],
  secret: ["aws:secretsmanager/secret:Secret", "secret"],
  rotation: ["aws:secretsmanager/secretRotation:SecretRotation", "rotation"],
  secretPolicy: ["aws:secretsmanager/secretPolicy:SecretPolicy", "policy"],
  key: ["aws:kms/key:Key", "key"],
  alias: ["aws:kms/alias:Alias", "alias"],
  keyPolicy: ["aws:kms/keyPolicy:KeyPolicy", "policy"],
} as const;

type Child = readonly [type: (typeof TYPES)[keyof typeof TYPES], id: string, seen?: Parts];

/** The children of a component that exist. */
function childrenOf(component: string, ...children: (Child | false | undefined)[]): Imported[] {
  return children
    .filter((child) => child !== undefined && child !== false)
    .map(([[type, part], id, seen]) => ({ type, name: `${component}-${part}`, id, seen }));
}

function secretImports({ hasPolicy, id, kind, target }: TargetPlan): Imported[] {
  if (!isSecret(target)) return [];
  const { arn, parts, policy, rotation } = target;
  const isTaken = kind === "taken";
  return childrenOf(
    id,
    isTaken && [TYPES.secret, arn, parts],
    isTaken && rotation && [TYPES.rotation, arn],
    hasPolicy && Boolean(policy) && [TYPES.secretPolicy, arn],
  );
}

function keyImports({ keys, kind }: TargetPlan): Imported[] {
  if (kind === "external") return [];
  return keys.flatMap(({ key, region }) => {
    if (!key) return [];
    const id = parseArn(key.arn)?.resource.replace(/^key\//, "") ?? "";
    const reference = keyReference(key, region);
    const isTaken = reference !== key.arn;
    return childrenOf(
      `${isTaken ? reference : id}-${region}`,
      isTaken && [TYPES.key, id, tagParts(key.tags)],
      isTaken && [TYPES.alias, `alias/${reference}`],
      [TYPES.keyPolicy, id],
    );
  });
}

function readerImports(plan: ReaderPlan): Imported[] {
  const { className, id, pod, providerClass, role } = plan;
  const { associations, clusterArn, namespace } = pod;
  const { name } = rolePlace(role?.arn ?? "");
  const hasOurs = role?.policies?.some((one) => one.name === OWN_POLICY_NAME);
  const cluster = clusterName(clusterArn);
  const [association] = associations;
  const account = isOwnAccount(plan) && pod.account;
  return childrenOf(
    id,
    role && [TYPES.role, name, roleParts(role)],
    hasOurs && [TYPES.rolePolicy, `${name}:${OWN_POLICY_NAME}`],
    association && [TYPES.association, `${cluster},${association.id}`, wayParts(association)],
    account && [TYPES.serviceAccount, `${namespace}/${account.name}`, account.parts],
    providerClass && [TYPES.providerClass, `${namespace}/${className}`, providerClass.parts],
  );
}
