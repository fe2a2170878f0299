import { type ResolvedReader, TOKEN_AUDIENCE } from "eks-pod-secrets/grant";
import { type Pod, secretVolumes } from "../../clusters/pod-events";
import type { ClusterFacts } from "../facts/cluster-facts";
import { ownPods } from "./readers-pods";

/** The audiences of the tokens with which pods get a role: for the Pod Identity agent, or for STS. */
export const AUDIENCES = { podIdentity: "pods.eks.amazonaws.com", irsa: TOKEN_AUDIENCE };

/** The variables that EKS's webhook sets in each container for the AWS SDK. */
const VARIABLES = {
  podIdentity: ["AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"],
  irsa: ["AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE"],
};

/** How the programs of a pod get a role. */
interface PodWay {
  identity: keyof typeof VARIABLES;
  /** The role in its variables; absent with Pod Identity. */
  role?: string;
  says: string;
}

/** How a pod's own programs get a role, from what the webhook gave it when it was created; undefined if it gave nothing. */
export function wayOf({ spec: { containers = [], volumes = [] } }: Pod): PodWay | undefined {
  // A container that another webhook added afterwards, such as a proxy, has none of it.
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

/** A role for messages. An annotation or variable may contain anything, so only a role's ARN is repeated. */
export function shownRole(arn: string): string {
  return isRoleArn(arn) ? arn : "something that is no role's ARN";
}

export function isRoleArn(text: string): boolean {
  return /^arn:aws[a-z0-9-]*:iam::\d{12}:role\/[\w/.@+=,-]{1,600}$/.test(text);
}

/** Whether a pod's programs get the reader's role in one of the reader's ways. */
export function hasWayOf({ identity, role }: ResolvedReader, pod: Pod): boolean {
  const way = wayOf(pod);
  const isOpen = way !== undefined && (identity === "both" || identity === way.identity);
  return isOpen && (way.identity === "podIdentity" || way.role === role.arn);
}

/** Whether a reader's pods use their own tokens: all of them or, while both ways are open, some that run. */
export function needsTokens(facts: ClusterFacts): boolean {
  const { identity } = facts.reader;
  const isByToken = (pod: Pod) =>
    secretVolumes(pod).length === 0 && wayOf(pod)?.identity === "irsa";
  return identity === "irsa" || (identity === "both" && ownPods(facts).some(isByToken));
}
