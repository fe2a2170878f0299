import type { ReaderIdentity, ResolvedReader } from "eks-pod-secrets/grant";
import { ROLE_ANNOTATION } from "eks-pod-secrets/manifest";
import type { WorkloadsOutputs } from "./contract";
import { type HeldResources, heldOutputs } from "./held-resources";

/**
 * How a reader's pods get their role after a run. From one way to another it takes several runs, each of which is safe at any moment:
 * pods mount the one way or the other, and the way by which they mount is open before they do so and until they no longer do.
 */
export interface IdentityStep {
  identity: ReaderIdentity;
  /** The role's trust policy still lets pods in so, while the association goes. */
  formerIdentity?: ReaderIdentity;
  /** Whether pods mount by Pod Identity. */
  usePodIdentity: boolean;
  /** Whether it is as the inventory has it, or needs another run. */
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
 * A reader as this run deploys it: no token leads to a target role, so it gets one in the run that gives it Pod Identity alone. Until then
 * it reads as its own role.
 */
export function readerNow(reader: ResolvedReader, held: HeldResources): ResolvedReader {
  const { targetRole: _, ...asOwnRole } = reader;
  return identityStep(reader, held).identity === "podIdentity" ? reader : asOwnRole;
}

/** The ways of a reader that are open by what its stack holds, and by which of them pods mount; undefined where they have no class yet. */
function waysOf(
  id: string,
  held: HeldResources,
): { isOpenToPods: boolean; isOpenToTokens: boolean; isByPodIdentity?: boolean } {
  const find = (type: string, name: string) => heldOutputs(held, type, `${id}-${name}`);
  const trust = String(find("aws:iam/role:Role", "role")?.assumeRolePolicy ?? "");
  const association = find("aws:eks/podIdentityAssociation:PodIdentityAssociation", "association");
  // One that the stack does not hold is somebody else's, who annotates it.
  const account = find("kubernetes:core/v1:ServiceAccount", "service-account") as
    | { metadata?: { annotations?: Record<string, string> } }
    | undefined;
  const isAnnotated = !account || account.metadata?.annotations?.[ROLE_ANNOTATION] !== undefined;
  const outputs = Object.values(held).find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs;
  const readers = outputs?.readers as WorkloadsOutputs["readers"] | undefined;
  // The owners know from what is recorded after a run that ended well that sessions may have no tags.
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
