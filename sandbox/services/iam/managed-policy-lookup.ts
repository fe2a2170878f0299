import type { Identity } from "../../identity/records/iam-records";
import type { Store } from "../../store/store";

/** How often each managed policy is attached in an account, or bounds something in it, by ARN. */
export function attachmentCounts(store: Store, account: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of ["role", "user"] as const) {
    for (const { value } of store.list<Identity>([kind, account])) {
      const { attachedPolicies, permissionsBoundary } = value;
      for (const arn of [...attachedPolicies, permissionsBoundary]) {
        if (arn !== undefined) counts.set(arn, (counts.get(arn) ?? 0) + 1);
      }
    }
  }
  return counts;
}
