import type { LandingZone, ResolvedAccount } from "../../../sdk/grant";
import { stackPlan } from "../../../stacks/stack-plan";
import type { MockOptions, Recorded } from "../../sdk/components/mocked-engine";
import { runStack } from "../../stacks/run-stack";
import type { KubernetesObject } from "../running/api-client";

/** Charts of others decide themselves what is in them. */
const RELEASE = "kubernetes:helm.sh/v3:Release";

/** The Kubernetes objects that the stacks of a landing zone register, in order, by the name of their cluster. */
export async function registeredObjects(
  zone: LandingZone,
): Promise<Record<string, KubernetesObject[]>> {
  const objects: Record<string, KubernetesObject[]> = {};
  const stacks: Record<string, Record<string, unknown>> = {};
  for (const { account, name } of stackPlan(zone)) {
    const { outputs, resources } = await runStack(zone, name, {
      ...mocksOf(zone, account),
      stacks,
    });
    stacks[`organization/eks-pod-secrets/${name}`] = outputs as Record<string, unknown>;
    for (const { object, provider } of kubernetesObjects(resources)) {
      objects[provider] = [...(objects[provider] ?? []), object];
    }
  }
  return objects;
}

/** The Kubernetes objects among registered resources, each with the name of its cluster's provider. */
export function kubernetesObjects(
  resources: Recorded[],
): { object: KubernetesObject; provider: string }[] {
  return resources
    .filter(({ type }) => type.startsWith("kubernetes:") && type !== RELEASE)
    .map(({ inputs, provider }) => ({ object: inputs as KubernetesObject, provider }));
}

/** AWS's answers to the stacks of an account. */
function mocksOf(zone: LandingZone, account: ResolvedAccount): MockOptions {
  const regions = regionsOf(zone, account);
  const clusters = zone.clusters.filter((one) => one.account === account);
  return {
    accounts: Object.fromEntries(Object.keys(regions).map((provider) => [provider, account.id])),
    regions,
    call: ({ inputs }) => ({
      arn: clusters.find(({ name }) => name === inputs.name)?.arn,
      endpoint: "https://cluster.example",
      certificateAuthorities: [{ data: "Q0E=" }],
      identities: [{ oidcs: [{ issuer: "https://oidc.example/id" }] }],
    }),
  };
}

/** Regions of the account's providers, by the providers' names. */
function regionsOf(zone: LandingZone, account: ResolvedAccount): Record<string, string> {
  const replicas = zone.secrets.flatMap((secret) => secret.replicas);
  const used = [...zone.clusters, ...zone.secrets, ...zone.keys, ...replicas];
  return {
    "": account.region,
    aws: account.region,
    ...Object.fromEntries(used.map(({ region }) => [`aws-${region}`, region])),
  };
}

/** For each kind, a change of a field that decides who reads what. Other kinds have no field but their names. */
export const DRIFTS: Record<string, { change: object; field: string }> = {
  Deployment: {
    change: { spec: { template: { spec: { serviceAccountName: "default" } } } },
    field: ".spec.template.spec.serviceAccountName",
  },
  SecretProviderClass: {
    change: { spec: { parameters: { usePodIdentity: "false" } } },
    field: ".spec.parameters.usePodIdentity",
  },
};

/** The part of a value that has the fields of another value. */
export function partOf(value: unknown, other: unknown): unknown {
  if (Array.isArray(value) && Array.isArray(other)) {
    return value.map((entry, index) => partOf(entry, other[index]));
  }
  if (!isRecord(value) || !isRecord(other)) return value;
  return Object.fromEntries(Object.keys(other).map((key) => [key, partOf(value[key], other[key])]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
