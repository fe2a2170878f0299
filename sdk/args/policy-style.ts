import { mustBe, type Problem } from "../rules/problem";

/** How tightly a policy states a grant. */
export const PolicyStyle = {
  /** Names ARNs, roles and the reader's tags. */
  Exact: "exact",
  /** Demands as well that the secret's tags equal those of the pod's session. */
  Attributes: "attributes",
} as const;

export type PolicyStyle = (typeof PolicyStyle)[keyof typeof PolicyStyle];

export function styleProblems(propertyPath: string, style: PolicyStyle | undefined): Problem[] {
  if (style === undefined || Object.values(PolicyStyle).includes(style)) return [];
  return [mustBe(propertyPath, "exact or attributes", style)];
}
