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

/** What a stack holds of it. */
interface HeldIdentity {
  isAssociated: boolean;
  /** Whether the role's trust lets Pod Identity in, and the reader's tokens. */
  trustsPodIdentity: boolean;
  trustsTokens: boolean;
  /** Whether the service account names the role, or is somebody else's. */
  isAnnotated: boolean;
  /** How pods mount by the SecretProviderClass; undefined where there is none yet. */
  mountsBy?: "podIdentity" | "irsa";
  /** How pods got the role after the last run that ended well. */
  recorded: ReaderIdentity;
}

/** The next step of a reader, from what its stack holds. */
export function identityStep(
  reader: Pick<ResolvedReader, "id" | "identity">,
  held: HeldResources,
): IdentityStep {
  const now = heldIdentity(reader.id, held);
  const step = stepFrom(reader.identity, now);
  const mountsBy = reader.identity === "irsa" ? "irsa" : "podIdentity";
  const isLast =
    step.identity === reader.identity &&
    step.formerIdentity === undefined &&
    step.usePodIdentity === (mountsBy === "podIdentity");
  return { ...step, isLast };
}

function stepFrom(
  wanted: ReaderIdentity,
  { isAnnotated, isAssociated, mountsBy, recorded, trustsPodIdentity, trustsTokens }: HeldIdentity,
): Omit<IdentityStep, "isLast"> {
  switch (mountsBy) {
    case undefined:
      return { identity: wanted, usePodIdentity: wanted !== "irsa" };
    case "podIdentity": {
      if (wanted !== "irsa") return { identity: wanted, usePodIdentity: true };
      // The owners know from what is recorded that sessions may have no tags.
      const isOpen = trustsTokens && isAnnotated && recorded !== "podIdentity";
      return { identity: "both", usePodIdentity: !isOpen };
    }
    case "irsa": {
      if (wanted !== "irsa") {
        return { identity: "both", usePodIdentity: isAssociated && trustsPodIdentity };
      }
      const isLeaving = isAssociated && trustsPodIdentity;
      return {
        identity: "irsa",
        usePodIdentity: false,
        ...(isLeaving && { formerIdentity: "both" }),
      };
    }
  }
}

function heldIdentity(id: string, held: HeldResources): HeldIdentity {
  const find = (type: string, name: string) => heldOutputs(held, type, `${id}-${name}`);
  const trust = String(find("aws:iam/role:Role", "role")?.assumeRolePolicy ?? "");
  const spec = find(CLASS, "provider-class")?.spec as
    | { parameters?: Record<string, unknown> }
    | undefined;
  const account = find("kubernetes:core/v1:ServiceAccount", "service-account") as
    | { metadata?: { annotations?: Record<string, string> } }
    | undefined;
  const outputs = Object.values(held).find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs;
  const readers = outputs?.readers as WorkloadsOutputs["readers"] | undefined;
  const association = find("aws:eks/podIdentityAssociation:PodIdentityAssociation", "association");
  return {
    recorded: readers?.[id]?.identity ?? "podIdentity",
    isAssociated: association !== undefined,
    isAnnotated:
      account === undefined || account.metadata?.annotations?.[ROLE_ANNOTATION] !== undefined,
    trustsPodIdentity: trust.includes('"pods.eks.amazonaws.com"'),
    trustsTokens: trust.includes('"sts:AssumeRoleWithWebIdentity"'),
    ...(spec && { mountsBy: spec.parameters?.usePodIdentity === "true" ? "podIdentity" : "irsa" }),
  };
}

const CLASS = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass";
