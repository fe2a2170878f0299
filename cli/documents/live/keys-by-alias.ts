import { inParallel } from "../../../proof/collections/in-parallel";
import type { LandingZone } from "../../../sdk/grant";
import { LIVE_CALLS } from "./calls";
import type { LiveAccount } from "./live-accounts";
import { AT_ONCE, ask, orUnread } from "./live-call";

/** The ARNs of an inventory's keys, by their ids: of one that it names by its alias, as AWS says, if it says it. */
export async function keysByAlias(
  { keys }: Pick<LandingZone, "keys">,
  accounts: readonly LiveAccount[],
): Promise<Map<string, string>> {
  const arns = await inParallel(keys, AT_ONCE, async (key): Promise<[string, string][]> => {
    const { account, alias, existingArn, id, region } = key;
    if (existingArn) return [[id, existingArn]];
    const access = accounts.find((one) => one.account.id === account.id)?.access?.(region);
    if (!access || alias === undefined) return [];
    const asked = { KeyId: `alias/${alias}` };
    const found = await orUnread(
      () => ask(LIVE_CALLS.describeKey, access, asked),
      () => undefined,
    );
    return found?.KeyMetadata?.Arn ? [[id, found.KeyMetadata.Arn]] : [];
  });
  return new Map(arns.flat());
}
