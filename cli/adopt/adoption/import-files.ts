import { clusterName, parseArn } from "eks-pod-secrets/grant";
import { getOrMake } from "iam-proof/collections";
import { isOwnAccount, keyReference } from "./entries";
import { roleOf } from "./pods";
import type { AdoptedAccount, ReaderPlan } from "./reader-plans";
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

/** Name of the one policy that a role of ours has. */
const OWN_POLICY = "read-granted";

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
    const { id: parent, target } = one;
    if (target) add(target.arn, "secrets", [roleImport(parent, target.arn)]);
  }
  return Object.fromEntries(files);
}

function secretImports({ hasPolicy, id: parent, kind, secret }: SecretPlan): ImportedResource[] {
  const { arn: id, policy, rotation } = secret;
  const type = (name: string) => `aws:secretsmanager/${name}`;
  const own = { id, parent };
  return [
    ...(kind === "taken"
      ? [
          { type: type("secret:Secret"), name: `${parent}-secret`, ...own },
          ...(rotation
            ? [{ type: type("secretRotation:SecretRotation"), name: `${parent}-rotation`, ...own }]
            : []),
        ]
      : []),
    ...(hasPolicy && policy
      ? [{ type: type("secretPolicy:SecretPolicy"), name: `${parent}-policy`, ...own }]
      : []),
  ];
}

function keyImports({ key, kind, secret }: SecretPlan): ImportedResource[] {
  if (!key || kind === "external") return [];
  const { region } = parseArn(secret.arn) ?? {};
  const id = parseArn(key.arn)?.resource.replace(/^key\//, "") ?? "";
  const reference = keyReference(key, region);
  const isTaken = reference !== key.arn;
  const parent = `${isTaken ? reference : id}-${region}`;
  return [
    ...(isTaken
      ? [
          { type: "aws:kms/key:Key", name: `${parent}-key`, id, parent },
          {
            type: "aws:kms/alias:Alias",
            name: `${parent}-alias`,
            id: `alias/${reference}`,
            parent,
          },
        ]
      : []),
    { type: "aws:kms/keyPolicy:KeyPolicy", name: `${parent}-policy`, id, parent },
  ];
}

function roleImport(parent: string, arn: string): ImportedResource {
  return { type: "aws:iam/role:Role", name: `${parent}-role`, id: roleOf(arn).name, parent };
}

function readerImports(plan: ReaderPlan): ImportedResource[] {
  const { id: parent, pod, providerClass, role } = plan;
  const [association] = pod.associations;
  const within = (name: string) => `${pod.namespace}/${name}`;
  return [
    ...(role ? [roleImport(parent, role.arn)] : []),
    ...(role?.inline?.some(({ name }) => name === OWN_POLICY)
      ? [
          {
            type: "aws:iam/rolePolicy:RolePolicy",
            name: `${parent}-policy`,
            id: `${roleOf(role.arn).name}:${OWN_POLICY}`,
            parent,
          },
        ]
      : []),
    ...(association?.id
      ? [
          {
            type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
            name: `${parent}-association`,
            id: `${clusterName(pod.clusterArn)},${association.id}`,
            parent,
          },
        ]
      : []),
    ...(pod.account && isOwnAccount(plan)
      ? [
          {
            type: "kubernetes:core/v1:ServiceAccount",
            name: `${parent}-service-account`,
            id: within(pod.serviceAccount),
            parent,
          },
        ]
      : []),
    ...(providerClass
      ? [
          {
            type: "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
            name: `${parent}-provider-class`,
            id: within(providerClass.name),
            parent,
          },
        ]
      : []),
  ];
}
