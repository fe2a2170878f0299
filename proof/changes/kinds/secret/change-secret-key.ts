import type { SecretDocuments } from "../../../domain/documents";
import { accountOf, parseArn } from "../../../names";
import { call, decryptionOf } from "../../calls";
import type { AwsCall, ChangeKind, World } from "../../change";
import { ANYONE } from "../../starts";
import { OPEN_TO_ALL, withChanged } from "../../worlds";

const ACTION = "secretsmanager:UpdateSecret";

/** Somebody who may decrypt moves a secret to another key, so that others who may fetch it can open it. */
export const changeSecretKey: ChangeKind = {
  id: "change-secret-key",
  gives: "opens",
  title: "Move a secret to another key",
  actions: [ACTION],
  *changesBy({ documents }) {
    const accounts = new Set((documents.roles ?? []).map(({ arn }) => accountOf(arn)));
    for (const secret of documents.secrets ?? []) {
      const { arn, key } = secret;
      const { account: owner, partition, region } = parseArn(arn) ?? {};
      // The AWS managed key only helps principals of the secret's own account; a key of another account helps those there.
      const others = [...accounts].filter((account) => account && account !== owner);
      const made = [...others, accountOf(ANYONE)].map(
        (account) => `arn:${partition}:kms:${region}:${account}:key/attacker`,
      );
      const held = (documents.keys ?? []).flatMap((one) =>
        one.arn !== key && parseArn(one.arn)?.region === region ? one.arn : [],
      );
      for (const other of [...(key ? [null] : []), ...made, ...held]) {
        yield {
          target: arn,
          variant: other ?? "managed",
          calls: [
            call(ACTION, arn, other ? { "secretsmanager:KmsKeyArn": other } : undefined),
            ...decryptionOf(secret),
            ...(other && held.includes(other) ? encryptionBy({ arn, key: other }) : []),
          ],
          apply: (world) => withKey(world, arn, other),
        };
      }
    }
  },
};

/** What the caller needs of a key so that all versions are encrypted with it. A key that the attacker makes allows it. */
function encryptionBy(secret: Required<Pick<SecretDocuments, "arn" | "key">>): AwsCall[] {
  const needed = decryptionOf(secret);
  const also = ["kms:Encrypt", "kms:GenerateDataKey"].flatMap((action) =>
    needed.map(({ aws }) => ({ aws: { ...aws, action } })),
  );
  return [...needed, ...also];
}

function withKey(world: World, arn: string, key: string | null): World {
  const { keys } = world.documents;
  const isThere = key === null || keys?.some((one) => one.arn === key);
  const made = isThere ? keys : [...(keys ?? []), { arn: key, policy: OPEN_TO_ALL }];
  const changed = { ...world, documents: { ...world.documents, keys: made ?? [] } };
  return withChanged(changed, "secrets", arn, (one) => ({
    ...one,
    key,
    formerKeys: [...(one.formerKeys ?? []), one.key ?? null],
  }));
}
