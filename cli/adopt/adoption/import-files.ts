import { OWN_POLICY_NAME } from "eks-pod-secrets/defaults";
import { clusterName, parseArn } from "eks-pod-secrets/grant";
import { getOrMake } from "iam-proof/collections";
import { keyReference } from "./key-reference";
import type { AdoptedAccount, ReaderPlan } from "./plans";
import { roleOf } from "./pods";
import { isOwnAccount } from "./reader-entry";
import type { SecretPlan } from "./secret-plans";

/** What exists and becomes a child of a component, as `pulumi import --file` takes it. */
export interface ImportedResource {
  type: string;
  name: string;
  id: string;
  /** Name of the component. */
  parent: string;
}

/** The file of one stack. */
export interface ImportFile {
  nameTable: Record<string, never>;
  resources: ImportedResource[];
}

/** What each stack is to import, by the stack's name. */
export function importFiles(
  plans: readonly ReaderPlan[],
  secrets: readonly SecretPlan[],
  accounts: readonly AdoptedAccount[],
): Record<string, ImportFile> {
  const files = new Map<string, ImportFile>();
  const add = (arn: string, layer: "secrets" | "workloads", resources: ImportedResource[]) => {
    const account = accounts.find(({ id }) => id === parseArn(arn)?.account);
    if (!account || resources.length === 0) return;
    const stack = `${account.name}.${layer}`;
    const { resources: all } = getOrMake(files, stack, () => ({ nameTable: {}, resources: [] }));
    const known = new Set(all.map(({ name, type }) => `${type} ${name}`));
    all.push(...resources.filter(({ name, type }) => !known.has(`${type} ${name}`)));
  };
  for (const one of secrets) {
    add(one.secret.arn, "secrets", [...secretImports(one), ...keyImports(one)]);
  }
  for (const one of plans) {
    add(one.pod.clusterArn, "workloads", readerImports(one));
    const { id, target } = one;
    if (target) {
      add(target.arn, "secrets", [childOf(id)(ROLE, "role", roleOf(target.arn).name)]);
    }
  }
  return Object.fromEntries(files);
}

const ROLE = "aws:iam/role:Role";

/** How a component names its children. */
function childOf(parent: string) {
  return (type: string, part: string, id: string): ImportedResource => ({
    ...{ type, name: `${parent}-${part}`, id, parent },
  });
}

function secretImports({ hasPolicy, id, kind, secret }: SecretPlan): ImportedResource[] {
  const { arn, policy, rotation } = secret;
  const child = childOf(id);
  const isTaken = kind === "taken";
  return [
    ...(isTaken ? [child("aws:secretsmanager/secret:Secret", "secret", arn)] : []),
    ...(isTaken && rotation
      ? [child("aws:secretsmanager/secretRotation:SecretRotation", "rotation", arn)]
      : []),
    ...(hasPolicy && policy
      ? [child("aws:secretsmanager/secretPolicy:SecretPolicy", "policy", arn)]
      : []),
  ];
}

function keyImports({ key, kind, secret }: SecretPlan): ImportedResource[] {
  if (!key || kind === "external") return [];
  const { region } = parseArn(secret.arn) ?? {};
  const id = parseArn(key.arn)?.resource.replace(/^key\//, "") ?? "";
  const reference = keyReference(key, region);
  const isTaken = reference !== key.arn;
  const child = childOf(`${isTaken ? reference : id}-${region}`);
  return [
    ...(isTaken ? [child("aws:kms/key:Key", "key", id)] : []),
    ...(isTaken ? [child("aws:kms/alias:Alias", "alias", `alias/${reference}`)] : []),
    child("aws:kms/keyPolicy:KeyPolicy", "policy", id),
  ];
}

const ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
const CLASS = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass";

function readerImports(plan: ReaderPlan): ImportedResource[] {
  const { id, pod, providerClass, role } = plan;
  const { account, associations, clusterArn, namespace, serviceAccount } = pod;
  const child = childOf(id);
  const { name } = roleOf(role?.arn ?? "");
  const hasOurs = role?.policies?.inline.some((one) => one.name === OWN_POLICY_NAME);
  return [
    ...(role ? [child(ROLE, "role", name)] : []),
    ...(hasOurs
      ? [child("aws:iam/rolePolicy:RolePolicy", "policy", `${name}:${OWN_POLICY_NAME}`)]
      : []),
    ...associations.map((one) =>
      child(ASSOCIATION, "association", `${clusterName(clusterArn)},${one.id}`),
    ),
    ...(account && isOwnAccount(plan)
      ? [
          child(
            "kubernetes:core/v1:ServiceAccount",
            "service-account",
            `${namespace}/${serviceAccount}`,
          ),
        ]
      : []),
    ...(providerClass
      ? [child(CLASS, "provider-class", `${namespace}/${providerClass.name}`)]
      : []),
  ];
}
