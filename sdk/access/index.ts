/** Who may do what, by the documents of a deployment: `eks-pod-secrets/access`. */

import {
  type Answer,
  type AnswerOptions,
  type ReadAccount as AnyAccount,
  type Compromise as AnyCompromise,
  type SecretReading as AnyReading,
  assumptionsOf,
  type AssumptionName as NameAboutAll,
} from "iam-proof";
import type { Reader } from "../grant/landing-zone/pods";
import { type AccessDocuments, ofPods, POD_IDENTITY } from "./pod-identity/kind";

export * from "iam-proof";
export {
  type AccessDocuments,
  type AssociationDocuments,
  externalIdOf,
  type GrantDeclaration,
  POD_IDENTITY,
  type VpcEndpointDocuments,
  wayKey,
} from "./pod-identity/kind";
export {
  type PodNames,
  type PodSession,
  type PodSessionAnswer,
  podIdentityTags,
  podSession,
  type SessionRequests,
  sessionRequests,
} from "./pod-identity/pod-session";

export const {
  difference,
  evaluate,
  everyoneInAccounts,
  gapsOfReading,
  mayRead,
  prove,
  readRequests,
  refusalsOf,
  summarise,
  whatCanRead,
  whoCanRead,
  whoMayBecome,
  withGaps,
} = ofPods;

/** An account as it was read, with every Pod Identity association of its clusters. */
export type ReadAccount = AnyAccount<Reader>;

/** Somebody who can read a secret, with a request that does. */
export type SecretReading = AnyReading<Reader>;

/** Name of an assumption. */
export type AssumptionName = NameAboutAll | "pod-identity-truth";

/** The assumptions that the prover makes unless they are dropped, by name, and what each says. */
export const ASSUMPTIONS = assumptionsOf(POD_IDENTITY) as Record<AssumptionName, string>;

/**
 * What an attacker has taken over: the pods of one reader, of a namespace or of a cluster, anyone who can assume a role, or an
 * account's administrator.
 */
export type Compromise =
  | { kind: "pod"; clusterArn: string; namespace: string; serviceAccount: string }
  | { kind: "namespace"; clusterArn: string; namespace: string }
  | { kind: "cluster"; clusterArn: string }
  | Exclude<AnyCompromise, { kind: "readers" }>;

/** Every secret and parameter that a compromise gives to the attacker, each with a request that reads it. */
export function blastRadius(
  documents: AccessDocuments,
  compromise: Compromise,
  options?: AnswerOptions,
): Promise<Answer<Omit<SecretReading, "as">>> {
  return ofPods.blastRadius(documents, compromiseOf(compromise), options);
}

function compromiseOf(compromise: Compromise): AnyCompromise {
  if (compromise.kind === "role" || compromise.kind === "administrator") return compromise;
  const { kind: _, ...fields } = compromise;
  return { kind: "readers", with: fields };
}
