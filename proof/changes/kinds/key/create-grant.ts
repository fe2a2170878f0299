import { identityOf } from "../../actors";
import { call, kindOf } from "../../calls";
import { withChanged } from "../../worlds";

const ACTION = "kms:CreateGrant";

/** Somebody gives themselves a grant to decrypt, which needs no further policy. */
export const createGrant = kindOf({
  id: "create-grant",
  gives: "opens",
  about: {
    title: "Grant oneself a key",
    prerequisites: `The right to ${ACTION} on the key, without kms:GrantIsForAWSResource, and to fetch a value that it encrypts.`,
    fix: `Allow ${ACTION} only with kms:GrantIsForAWSResource, or only for named grantees (kms:GranteePrincipal) and operations.`,
    coverage: "full",
  },
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
});
