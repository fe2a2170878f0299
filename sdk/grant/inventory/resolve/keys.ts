import { parseArn } from "../../../rules/arn";
import { shown } from "../../../rules/wording";
import type { ResolvedAccount, ResolvedKey, ResolvedSecret } from "../../landing-zone";
import type { Path, Report } from "../problem";
import { sameAccount } from "./references";

/** The customer managed keys that secrets and parameters name, each once. */
export interface KeyRing {
  keys: Map<string, ResolvedKey>;
  /** The key that `reference` names: an alias, or the ARN of a key that exists. */
  key(
    reference: string | undefined,
    account: ResolvedAccount,
    region: string,
    path: Path,
  ): ResolvedKey | undefined;
}

export function keyRing(report: Report): KeyRing {
  const keys = new Map<string, ResolvedKey>();
  return {
    keys,
    key(reference, account, region, path) {
      if (reference === undefined) return undefined;
      const arn = parseArn(reference);
      if (arn) {
        sameAccount(arn.account, account, reference, path, report);
        if (arn.region !== region) {
          report(path, `must be a key of ${region}, got ${shown(reference)}`);
        }
      }
      const id = arn ? reference : `${account.name}/${region}/${reference}`;
      let key = keys.get(id);
      if (!key) {
        key = { id, account, region, secrets: [], parameters: [] };
        if (arn) key.existingArn = reference;
        else key.alias = reference;
        keys.set(id, key);
      }
      return key;
    },
  };
}

/** Notes with each key which secrets it encrypts, replicas included. */
export function assignSecrets(secrets: Iterable<ResolvedSecret>): void {
  for (const secret of secrets) {
    const keys = new Set([secret.key, ...secret.replicas.map(({ key }) => key)]);
    for (const key of keys) key?.secrets.push(secret);
  }
}
