import {
  type DeployedPolicy,
  deployedPolicies,
  plannedArns,
} from "eks-pod-secrets/access/landing-zone";
import type { LandingZone } from "eks-pod-secrets/grant";
import { policyBudgets, policySize } from "eks-pod-secrets/policy";
import { stackName } from "../../../stacks/stack-plan";

/** A policy document with the name of the stack that deploys it. */
export type PlannedDocument = DeployedPolicy & { stack: string };

/** Every policy document of a landing zone. */
export function plannedDocuments(zone: LandingZone): PlannedDocument[] {
  return deployedPolicies(zone, plannedArns).map((policy) => ({
    ...policy,
    stack: stackName(policy.account, policy.layer),
  }));
}

/** A document's size beside the limit that AWS sets for its kind. */
export function sizeOf({ document, kind, path, stack, subject }: PlannedDocument) {
  const { limit, unit } = policyBudgets[kind];
  const [section, entry] = path;
  const reader = section === "readers" && entry !== undefined ? { reader: entry } : {};
  return { stack, kind, subject, ...reader, size: policySize(kind, document), limit, unit };
}
