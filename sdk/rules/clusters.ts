import { clusterName } from "./names";
import { type Problem, problemIf } from "./problem";
import type { TextRule } from "./rule";

/** Characters that Pulumi appends to a resource without a name of its own: a hyphen and seven digits. */
const DRAWN = 8;

/** Resources that are named after the key of a created cluster, and how long AWS lets their names be. */
const NAMED_AFTER_KEY = [
  { ending: "-eksRole-role", longest: 64 },
  { ending: "-node", longest: 64 },
  { ending: "-nodes", longest: 63 },
];

const LONGEST = Math.min(
  ...NAMED_AFTER_KEY.map(({ ending, longest }) => longest - DRAWN - ending.length),
);

/** The inventory key of a cluster that is created. */
export const createdClusterKey: TextRule = {
  pattern: clusterName.pattern,
  fits: (key) => key.length <= LONGEST,
  must: `at most ${LONGEST} characters where the cluster is created: AWS takes no longer names for the roles that are named after it`,
  advice: "shorten it, and give the cluster its own name with name",
};

/** EKS Pod Identity needs 1.24. */
export const kubernetesVersion: TextRule = {
  pattern: /^1\.(2[4-9]|[3-9][0-9])$/,
  must: "a Kubernetes version from 1.24 on, such as 1.34",
  advice: 'write it in quotes, such as "1.34"; EKS Pod Identity needs 1.24',
};

/** Stands for whatever version is newest at each deployment. */
export const NEWEST = "newest";

/** Version of an add-on of EKS. */
export const addonVersion: TextRule = {
  pattern: /^(newest|v\d+\.\d+\.\d+-eksbuild\.\d+)$/,
  must: "newest, or a version of the add-on, such as v1.34.0-eksbuild.4",
  advice:
    "aws eks describe-addon-versions --addon-name NAME --kubernetes-version VERSION lists them",
};

export const instanceType: TextRule = {
  pattern: /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/,
  must: "an EC2 instance type, such as m7i.large",
};

/**
 * Whether an instance type has Arm processors: a g after the generation means Graviton, as in m7g or c7gn, and the first such
 * family was a1. Source: "Amazon EC2 instance type naming conventions" in the EC2 instance types guide.
 */
export function isArm(type: string): boolean {
  return /^(?:[a-z]+[0-9]+g|a1\.)/.test(type);
}

/** The limits of a managed node group in EKS; more nodes take a raised quota and another node group. */
export const nodeCount = { least: 0, most: 450 };

/** How many nodes a group has, as far as it is given. */
export interface NodeCounts {
  min?: number;
  desired?: number;
  max?: number;
}

/** The numbers of a group's nodes: 1 to 3 and 2 at first, or what follows from the given numbers. */
export function nodeScaling({ desired, max, min }: NodeCounts): Required<NodeCounts> {
  const least = min ?? Math.min(1, desired ?? 1, max ?? 1);
  const first = desired ?? Math.max(least, Math.min(2, max ?? 2));
  return { min: least, desired: first, max: max ?? Math.max(3, first) };
}

/** Problems with numbers that do not fit together. */
export function nodeScalingProblems(counts: NodeCounts): Problem[] {
  const { desired, max, min } = nodeScaling(counts);
  if (max < 1)
    return problemIf(["max"], "must be at least 1: EKS takes no group that can have no node");
  if (min <= desired && desired <= max) return [];
  const says = `must not decrease from min over desired to max, got ${min}, ${desired}, ${max}`;
  return problemIf([], says);
}

/**
 * Ids of the zones in which EKS creates no control plane. Source: "Subnet requirements for clusters" in the EKS user guide,
 * network-reqs.
 */
export const ZONES_WITHOUT_CONTROL_PLANE: ReadonlySet<string> = new Set([
  "use1-az3",
  "usw1-az2",
  "cac1-az3",
]);

/** The least number of zones that the subnets of a cluster must be in. */
export const LEAST_ZONES = 2;
