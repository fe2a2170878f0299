import { call } from "../../calls";
import type { ChangeKind } from "../../change";
import { mayTryOn } from "../../rights";
import { withChanged } from "../../worlds";

const ACTION = "kms:CreateGrant";
/** What a condition may demand beside `Decrypt`. */
const OPERATIONS = ["Decrypt", "Encrypt", "GenerateDataKey", "DescribeKey", "CreateGrant"];

/** Somebody gives themselves a grant to decrypt, which needs no further policy. */
export const createGrant: ChangeKind = {
  id: "create-grant",
  gives: "opens",
  title: "Grant oneself a key",
  actions: [ACTION],
  *changesBy(world, actor) {
    const { documents, held } = world;
    for (const { arn } of documents.keys ?? []) {
      if (!mayTryOn(world, actor, ACTION, arn)) continue;
      for (const grantee of held ?? []) {
        for (const operations of [["Decrypt"], OPERATIONS]) {
          yield {
            target: arn,
            variant: `${grantee} ${operations.length}`,
            calls: [
              call(ACTION, arn, {
                "kms:GrantOperations": operations,
                "kms:GranteePrincipal": grantee,
                "kms:GrantIsForAWSResource": "false",
              }),
            ],
            apply: (now) =>
              withChanged(now, "keys", arn, (one) => ({
                ...one,
                grants: [...(one.grants ?? []), { grantee, operations }],
              })),
          };
        }
      }
    }
  },
};
