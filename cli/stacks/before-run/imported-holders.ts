import type { ResolvedAccount, ResolvedSecret } from "eks-pod-secrets/grant";
import type { Import } from "../../../stacks/import-file";
import { KEY_REGION } from "./own-resources";

/** A secret or key that a stack imports. */
interface ImportedHolder {
  kind: "secret" | "key";
  arn: string;
  /** The secret, as the inventory declares it. */
  secret?: ResolvedSecret;
}

/** The secrets and keys that a stack of an account imports, and whose policies it then replaces. `secrets`: the account's own. */
export function importedHolders(
  imports: readonly Import[],
  { id: account, partition }: ResolvedAccount,
  secrets: readonly ResolvedSecret[],
): ImportedHolder[] {
  return imports.flatMap(({ id, name, type }): ImportedHolder[] => {
    const [, region] = KEY_REGION.exec(name) ?? [];
    if (type === "aws:kms/key:Key" && region) {
      return [{ kind: "key", arn: `arn:${partition}:kms:${region}:${account}:key/${id}` }];
    }
    if (type !== "aws:secretsmanager/secret:Secret") return [];
    const secret = secrets.find((one) => name === `${one.id}-secret`);
    return [{ kind: "secret", arn: id, ...(secret && { secret }) }];
  });
}
