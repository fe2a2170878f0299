import { identityOf } from "../../actors";
import { call } from "../../calls";
import type { ChangeKind } from "../../change";
import { withChanged } from "../../worlds";

const ACTION = "kms:CreateGrant";

/** Somebody gives themselves a grant to decrypt, which needs no further policy. */
export const createGrant: ChangeKind = {
  id: "create-grant",
  gives: "opens",
  title: "Grant oneself a key",
  actions: [ACTION],
  *changesBy({ documents }, actor) {
    const grantee = identityOf(actor);
    if (grantee === "") return;
    for (const { arn } of documents.keys ?? []) {
      yield {
        target: arn,
        variant: grantee,
        calls: [
          call(ACTION, arn, {
            "kms:GrantOperations": ["Decrypt"],
            "kms:GranteePrincipal": grantee,
            "kms:GrantIsForAWSResource": "false",
          }),
        ],
        apply: (world) =>
          withChanged(world, "keys", arn, (one) => ({
            ...one,
            grants: [...(one.grants ?? []), { grantee, operations: ["Decrypt"] }],
          })),
      };
    }
  },
};
