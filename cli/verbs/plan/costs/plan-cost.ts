export const costKinds = ["fails", "value", "access", "pods"] as const;

/** One thing that a change of the inventory costs. */
export interface PlanCost {
  kind: (typeof costKinds)[number];
  says: string;
}
