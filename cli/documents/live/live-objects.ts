import type { AccessDocuments } from "../../../sdk/access";
import { type LandingZone, parseArn, type ResolvedAccount } from "../../../sdk/grant";
import { inParallel } from "../../aws/in-parallel";
import type { LiveAccount } from "./live-accounts";
import { readKey, readParameter, readSecret } from "./owned-objects";
import { AT_ONCE, readFromAccount } from "./read-from-account";
import { withRotationOfPrimary } from "./rotation";

/** Reads the secrets and parameters of an inventory, and the keys that encrypt them. */
export async function liveObjects(
  zone: LandingZone,
  accounts: LiveAccount[],
  onProgress: (done: number, total: number) => void,
): Promise<Required<Pick<AccessDocuments, "keys" | "parameters" | "secrets">>> {
  const of = (account: ResolvedAccount) =>
    accounts.find((one) => one.account === account) as LiveAccount;
  const copies = zone.secrets.flatMap((secret) =>
    [secret, ...secret.replicas].map(({ region }) => ({ secret, region })),
  );
  const total = copies.length + zone.parameters.length;
  let done = 0;
  const counted = async <T>(read: Promise<T>): Promise<T> => {
    const result = await read;
    onProgress(++done, total);
    return result;
  };
  const secrets = await inParallel(copies, AT_ONCE, ({ region, secret }) =>
    counted(
      readFromAccount(secret.account, `secret ${secret.id}`, async () =>
        readSecret(secret, of(secret.account).access(region)),
      ),
    ),
  );
  const parameters = await inParallel(zone.parameters, AT_ONCE, (parameter) =>
    counted(
      readFromAccount(parameter.account, `parameter ${parameter.id}`, async () =>
        readParameter(parameter, of(parameter.account).access(parameter.region)),
      ),
    ),
  );
  const objects = {
    secrets: withRotationOfPrimary(secrets.flatMap((one) => one ?? [])),
    parameters: parameters.flatMap((one) => one ?? []),
  };
  return { ...objects, keys: await readKeys(accounts, objects) };
}

/** The customer managed keys that encrypt what was found. */
async function readKeys(
  accounts: LiveAccount[],
  { parameters, secrets }: Pick<AccessDocuments, "parameters" | "secrets">,
) {
  const arns = [...(secrets ?? []), ...(parameters ?? [])].flatMap(({ key }) => key ?? []);
  const distinct = [...new Set(arns)].flatMap((arn) => {
    const { account: id = "", region = "" } = parseArn(arn) ?? {};
    const owner = accounts.find(({ account }) => account.id === id);
    return owner ? [{ arn, owner, region }] : [];
  });
  return inParallel(distinct, AT_ONCE, ({ arn, owner, region }) =>
    readFromAccount(owner.account, `key ${arn}`, async () => readKey(arn, owner.access(region))),
  );
}
