import type { LandingZone } from "eks-pod-secrets/grant";
import { renames } from "eks-pod-secrets/losses";
import { type PlannedStack, stackPlan } from "../../../stacks/stack-plan";
import { ownersToAsk } from "./owners-to-ask";
import { plannedDocuments, sizeOf } from "./planned-documents";
import { quotasAnswer } from "./quotas/answer";
import type { PlanAnswer } from "./shape";

/** What deploying an inventory would do. */
export function planAnswer(zone: LandingZone, file: string): PlanAnswer {
  return {
    file,
    stacks: stackPlan(zone).map(stackOf),
    readers: [...zone.readers, ...zone.externalReaders].map((reader) => ({
      reader: reader.id,
      ...(reader.external && { external: true as const }),
      cluster: reader.cluster.id,
      namespace: reader.namespace,
      serviceAccount: reader.serviceAccount,
      account: reader.cluster.account.name,
      role: reader.role.arn,
      ...(reader.targetRole && { targetRole: reader.targetRole.arn }),
      reads: reader.grants.map(({ crossAccount, file: mounted, kind, target }) => ({
        kind,
        name: target.id,
        account: target.account.name,
        crossAccount,
        file: mounted,
      })),
    })),
    documents: plannedDocuments(zone).map(sizeOf),
    ...quotasAnswer(zone),
    renames: renames(zone),
    ownersToAsk: ownersToAsk(zone),
  };
}

function stackOf({ account, dependsOn, layer, name }: PlannedStack): PlanAnswer["stacks"][number] {
  const { id: accountId, region } = account;
  return { name, account: account.name, accountId, region, layer, dependsOn };
}
