import { accountOf, parseArn } from "../../../names";
import { call } from "../../calls";
import type { ChangeKind } from "../../change";
import { ALLOWS_ALL, identitiesIn, sortOf, withHolder } from "../../worlds";

/** Somebody takes away a permissions boundary, or puts a wider one in its place. */
export const liftBoundary: ChangeKind = {
  id: "lift-boundary",
  gives: "becomes",
  title: "Delete a permissions boundary, or put another",
  actions: ["Role", "User"].flatMap((sort) => [
    `iam:Delete${sort}PermissionsBoundary`,
    `iam:Put${sort}PermissionsBoundary`,
  ]),
  *changesBy(world) {
    for (const { arn, permissionsBoundary } of identitiesIn(world)) {
      if (!permissionsBoundary) continue;
      const { account, partition } = parseArn(arn) ?? {};
      const { sort } = sortOf(arn);
      const others = (world.managedPolicies ?? []).filter((one) => accountOf(one.arn) === account);
      yield {
        target: arn,
        variant: "none",
        widens: [arn],
        calls: [call(`iam:Delete${sort}PermissionsBoundary`, arn)],
        apply: (now) => withHolder(now, arn, (one) => ({ ...one, permissionsBoundary: null })),
      };
      for (const { arn: policy, document } of [
        { arn: `arn:${partition}:iam::aws:policy/AdministratorAccess`, document: ALLOWS_ALL },
        ...others,
      ]) {
        yield {
          target: arn,
          variant: policy,
          widens: [arn],
          calls: [
            call(`iam:Put${sort}PermissionsBoundary`, arn, { "iam:PermissionsBoundary": policy }),
          ],
          apply: (now) =>
            withHolder(now, arn, (one) =>
              one.permissionsBoundary === permissionsBoundary
                ? { ...one, permissionsBoundary: document }
                : one,
            ),
          // Another boundary may lack what this one allows.
          ...(document !== ALLOWS_ALL && { isLast: true as const, sets: ["boundary"] }),
        };
      }
    }
  },
};
