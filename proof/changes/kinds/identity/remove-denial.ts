import type { RawPolicy } from "../../../grammar/syntax";
import { call } from "../../calls";
import type { Change, ChangeKind, World } from "../../change";
import { type Holder, hasDenial, holdersIn, isSamePolicy, sortOf, withHolder } from "../../worlds";

/** Somebody takes away a policy that denies: deletes an inline one, or detaches a managed one. */
export const removeDenial: ChangeKind = {
  id: "remove-denial",
  gives: "becomes",
  title: "Delete or detach a policy that denies",
  actions: ["Role", "User", "Group"].flatMap((sort) => [
    `iam:Delete${sort}Policy`,
    `iam:Detach${sort}Policy`,
  ]),
  *changesBy(world) {
    for (const holder of holdersIn(world)) {
      for (const document of holder.policies ?? []) {
        if (!hasDenial(document)) continue;
        for (const call of ["Delete", "Detach"] as const)
          yield* removal(world, holder, document, call);
      }
    }
  },
};

function* removal(
  world: World,
  { arn }: Holder,
  document: RawPolicy,
  how: "Delete" | "Detach",
): Iterable<Change> {
  const isManaged = managed(world, arn, document);
  if (isManaged !== undefined && isManaged !== (how === "Detach")) return;
  const policy = world.managedPolicies?.find((one) => isSamePolicy(one.document, document));
  const context = how === "Detach" && policy ? { "iam:PolicyARN": policy.arn } : undefined;
  yield {
    target: arn,
    variant: `${how} ${JSON.stringify(document)}`,
    widens: [arn],
    calls: [call(`iam:${how}${sortOf(arn).sort}Policy`, arn, context)],
    // Whatever else the policy allows, the attacker has already had.
    apply: (now) =>
      withHolder(now, arn, (one) => ({
        ...one,
        policies: (one.policies ?? []).map((kept) => (kept === document ? allowsOf(kept) : kept)),
      })),
    ...(isManaged === undefined && {
      worstCase: `nobody read whether the policy of ${arn} that denies is managed or inline`,
    }),
  };
}

/** Whether the policy is a managed one; undefined if nobody read which ones there are. */
function managed(
  { managedPolicies }: World,
  arn: string,
  document: RawPolicy,
): boolean | undefined {
  return managedPolicies?.some(
    (one) => one.attachedTo.includes(arn) && isSamePolicy(one.document, document),
  );
}

function allowsOf(document: RawPolicy): RawPolicy {
  const { Statement, ...rest } = document as { Statement: unknown };
  const kept = [Statement].flat().filter((one) => (one as { Effect?: unknown }).Effect === "Allow");
  return { ...rest, Statement: kept };
}
