import { type ResolvedReader, TOKEN_AUDIENCE } from "eks-pod-secrets/grant";
import { type Pod, secretVolumes } from "../../clusters/pod-events";
import type { ClusterFacts } from "../facts/cluster-facts";
import { ownPods } from "./readers-pods";

/** For whom the token is by which pods get a role: the Pod Identity agent, or STS. */
export const AUDIENCES = { podIdentity: "pods.eks.amazonaws.com", irsa: TOKEN_AUDIENCE };

/** What the webhook of EKS sets in each container, for the AWS SDK. */
const VARIABLES = {
  podIdentity: ["AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"],
  irsa: ["AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE"],
};

/** How the programs of a pod get a role. */
interface PodWay {
  identity: keyof typeof VARIABLES;
  /** The role that its variables name; by Pod Identity, none. */
  role?: string;
  says: string;
}

/** How a pod's own programs get a role, by what the webhook gave it when it was made; undefined where it gave nothing. */
export function wayOf({ spec: { containers = [], volumes = [] } }: Pod): PodWay | undefined {
  // A container that another webhook added afterwards, as a proxy, has none of it.
  const set = new Map(
    containers.flatMap(({ env = [] }) => env.map(({ name, value }) => [name, value ?? ""])),
  );
  const has = (names: string[]) => names.every((name) => set.has(name));
  const sources = volumes.flatMap(({ projected }) => projected?.sources ?? []);
  const audiences = sources.map(({ serviceAccountToken: one }) => one?.audience);
  if (has(VARIABLES.podIdentity) && audiences.includes(AUDIENCES.podIdentity)) {
    return { identity: "podIdentity", says: "Pod Identity" };
  }
  if (!has(VARIABLES.irsa)) return undefined;
  const role = set.get("AWS_ROLE_ARN") ?? "";
  return { identity: "irsa", role, says: `IRSA as ${shownRole(role)}` };
}

/** An annotation or a variable may hold anything: only an ARN of a role is repeated. */
export function shownRole(arn: string): string {
  return isRoleArn(arn) ? arn : "something that is no role's ARN";
}

export function isRoleArn(text: string): boolean {
  return /^arn:aws[a-z0-9-]*:iam::\d{12}:role\/[\w/.@+=,-]{1,600}$/.test(text);
}

/** Whether a pod's programs get the reader's role in a way that the reader has. */
export function hasWayOf({ identity, role }: ResolvedReader, pod: Pod): boolean {
  const way = wayOf(pod);
  const isOpen = way !== undefined && (identity === "both" || identity === way.identity);
  return isOpen && (way.identity === "podIdentity" || way.role === role.arn);
}

/** Whether pods of a reader get the role by their own tokens: all of them, or, while both ways are open, some that run. */
export function needsTokens(facts: ClusterFacts): boolean {
  const { identity } = facts.reader;
  const isByToken = (pod: Pod) =>
    secretVolumes(pod).length === 0 && wayOf(pod)?.identity === "irsa";
  return identity === "irsa" || (identity === "both" && ownPods(facts).some(isByToken));
}
