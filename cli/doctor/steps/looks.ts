import { inParallel } from "iam-proof/collections";
import type { Facts } from "../facts/read-facts";
import type { Finding, StepId } from "../step";
import { associationFindings } from "./association";
import { fileFindings } from "./file";
import { granted } from "./granted";
import { clusterFindings, serviceAccountFindings } from "./in-cluster";
import { keyState } from "./key-state";
import { withChanges } from "./mend-changes";
import { driverFindings, programFindings } from "./node-programs";
import { object, parts, value } from "./object-steps";
import { oidcProviderFindings } from "./oidc-provider";
import { audiencesFindings, webhookFindings } from "./pod-credentials";
import { podsFindings } from "./pods";
import {
  boundary,
  controlPolicies,
  endpointPolicies,
  identityPolicy,
  keyPolicy,
  resourcePolicy,
  sessionTags,
  trust,
} from "./policy-steps";
import { providerClassFindings } from "./provider-class";
import { wayRefusals } from "./way-refusals";

/** The look of each step of a read. A step may have several findings, for several pods or objects. */
export const LOOKS: Readonly<Record<StepId, (facts: Facts) => Finding[]>> = {
  granted,
  cluster: clusterFindings,
  "service-account": serviceAccountFindings,
  pods: podsFindings,
  association: associationFindings,
  webhook: webhookFindings,
  agent: (facts) => (facts.reader.identity === "irsa" ? [] : programFindings("agent")(facts)),
  driver: driverFindings,
  provider: programFindings("provider"),
  audiences: audiencesFindings,
  "provider-class": providerClassFindings,
  trust: (facts) => worse(oidcProviderFindings(facts), trust(facts)),
  "session-tags": sessionTags,
  "identity-policy": identityPolicy,
  boundary,
  "resource-policy": resourcePolicy,
  "key-policy": keyPolicy,
  "control-policies": controlPolicies,
  "endpoint-policies": endpointPolicies,
  "key-state": keyState,
  object,
  value,
  parts,
  file: fileFindings,
};

/** The findings of two looks: the first's, or if it found nothing the second's. */
function worse(first: Finding[], second: Finding[]): Finding[] {
  return [...first, ...second.filter(({ result }) => first.length === 0 || result !== "right")];
}

/** The most readers for which changes by mends are computed, which takes longer than everything else. */
const MOST_CHANGES = 10;

/** The facts, with what mends would change for the first readers with refusing policies. */
export function withFirstChanges(facts: readonly Facts[]): Promise<Facts[]> {
  const refused = facts.filter((one) => wayRefusals(one).length > 0).slice(0, MOST_CHANGES);
  return inParallel(facts, 1, async (one) => (refused.includes(one) ? withChanges(one) : one));
}
