/** How tightly a policy states a grant. */
export const PolicyStyle = {
  /** Names ARNs, roles and the reader's tags. */
  Exact: "exact",
  /** Demands as well that the secret's tags equal those of the pod's session. */
  Attributes: "attributes",
} as const;

export type PolicyStyle = (typeof PolicyStyle)[keyof typeof PolicyStyle];
