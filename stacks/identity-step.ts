import { outputsIn } from "eks-pod-secrets/change-losses";
import type { ReaderIdentity, ResolvedReader } from "eks-pod-secrets/grant";
import { ROLE_ANNOTATION } from "eks-pod-secrets/manifest";
import type { WorkloadsOutputs } from "./contract";
import { type HeldResources, heldOutputs } from "./held-resources";

/**
 * How a reader's pods get their role after a run. Changing the way takes several runs, each of which is safe at any moment: the way
 * that pods use is open before they begin to use it and until none of them does.
 */
export interface IdentityStep {
  identity: ReaderIdentity;
  /** The way by which the role's trust still lets pods in while the association is removed. */
  formerIdentity?: ReaderIdentity;
  /** Whether pods mount with Pod Identity. */
  usePodIdentity: boolean;
  /** Whether this is what the inventory says. Otherwise another run is needed. */
  isLast: boolean;
}

/** The next step of a reader, from what its stack holds. */
export function identityStep(
  reader: Pick<ResolvedReader, "id" | "identity">,
  held: HeldResources,
): IdentityStep {
  const { identity: wanted } = reader;
  const {
    isByPodIdentity = wanted !== "irsa",
    isOpenToPods,
    isOpenToTokens,
  } = waysOf(reader.id, held);
  if (wanted === "irsa") {
    if (isByPodIdentity) {
      return { identity: "both", usePodIdentity: !isOpenToTokens, isLast: false };
    }
    const step = { identity: wanted, usePodIdentity: false, isLast: !isOpenToPods };
    return isOpenToPods ? { ...step, formerIdentity: "both" } : step;
  }
  if (isByPodIdentity) return { identity: wanted, usePodIdentity: true, isLast: true };
  const isLast = wanted === "both" && isOpenToPods;
  return { identity: "both", usePodIdentity: isOpenToPods, isLast };
}

/**
 * A reader as this run deploys it. Tokens lead to no target role, so it gets one only in the run that leaves it with Pod Identity
 * alone. Until then it reads as its own role.
 */
export function readerNow(reader: ResolvedReader, held: HeldResources): ResolvedReader {
  const { targetRole: _, ...asOwnRole } = reader;
  return identityStep(reader, held).identity === "podIdentity" ? reader : asOwnRole;
}

/**
 * The open ways of a reader, and the one that its pods use, from what its stack holds; undefined if it has no SecretProviderClass
 * yet.
 */
function waysOf(
  id: string,
  held: HeldResources,
): { isOpenToPods: boolean; isOpenToTokens: boolean; isByPodIdentity?: boolean } {
  const find = (type: string, name: string) => heldOutputs(held, type, `${id}-${name}`);
  const trust = String(find("aws:iam/role:Role", "role")?.assumeRolePolicy ?? "");
  const association = find("aws:eks/podIdentityAssociation:PodIdentityAssociation", "association");
  // A service account that the stack does not hold belongs to somebody else, who annotates it.
  const account = find("kubernetes:core/v1:ServiceAccount", "service-account") as
    | { metadata?: { annotations?: Record<string, string> } }
    | undefined;
  const isAnnotated = !account || account.metadata?.annotations?.[ROLE_ANNOTATION] !== undefined;
  const outputs = outputsIn(Object.values(held));
  const readers = outputs?.readers as WorkloadsOutputs["readers"] | undefined;
  // Owners learn from the record of a successful run that sessions may have no tags.
  const isRecorded = (readers?.[id]?.identity ?? "podIdentity") !== "podIdentity";
  const spec = find(CLASS, "provider-class")?.spec as
    | { parameters?: Record<string, unknown> }
    | undefined;
  return {
    isOpenToPods: association !== undefined && trust.includes('"pods.eks.amazonaws.com"'),
    isOpenToTokens: trust.includes('"sts:AssumeRoleWithWebIdentity"') && isAnnotated && isRecorded,
    ...(spec && { isByPodIdentity: spec.parameters?.usePodIdentity === "true" }),
  };
}

const CLASS = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass";
