import type { LandingZone } from "../../../sdk/grant";
import { inParallel } from "../../../stacks/in-parallel";
import { LIVE_CALLS } from "./calls";
import type { LiveAccount } from "./live-accounts";
import { AT_ONCE, ask, UnreadError } from "./live-call";

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
    try {
      const { KeyMetadata } = await ask(LIVE_CALLS.describeKey, access, {
        KeyId: `alias/${alias}`,
      });
      return KeyMetadata?.Arn ? [[id, KeyMetadata.Arn]] : [];
    } catch (error) {
      if (error instanceof UnreadError) return [];
      throw error;
    }
  });
  return new Map(arns.flat());
}
