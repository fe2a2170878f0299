import type { KeyDocuments, ParameterDocuments, SecretDocuments } from "../../../sdk/access";
import { plannedArns } from "../../../sdk/access/landing-zone/landing-zone-documents";
import type { LandingZone, ResolvedSecret } from "../../../sdk/grant";
import { secretArnIn } from "../../../sdk/policy";
import { inParallel } from "../../../stacks/in-parallel";
import type { AccountAccess } from "../../aws/account-access";
import type { LiveAccount } from "./live-accounts";
import { AT_ONCE, UnreadError } from "./live-call";
import { readKeys, readParameter, readSecret } from "./owned-objects";
import { withRotationOfPrimary } from "./rotation";
import { attempt, type Unread, unreadOf } from "./unread";

interface Objects {
  keys: KeyDocuments[];
  parameters: ParameterDocuments[];
  secrets: SecretDocuments[];
}

/** Reads the secrets and parameters of an inventory, and the keys that encrypt them. */
export async function liveObjects(
  zone: LandingZone,
  accounts: LiveAccount[],
  onProgress: (done: number, total: number) => void,
): Promise<{ objects: Objects; unread: Unread[] }> {
  const unread: Unread[] = [];
  const total = zone.secrets.length + zone.parameters.length;
  let done = 0;
  const counted = async <T>(read: Promise<T>): Promise<T> => {
    const result = await read;
    onProgress(++done, total);
    return result;
  };
  const secrets = await inParallel(zone.secrets, AT_ONCE, (secret) =>
    counted(readCopies(secret, accounts, unread)),
  );
  const parameters = await inParallel(zone.parameters, AT_ONCE, (parameter) => {
    const { account, arn, id, region } = parameter;
    const open = { kind: "parameter" as const, arn };
    return counted(
      attempt({ account, unread }, `parameter ${id}`, open, async () =>
        readParameter(parameter, accessTo(accounts, account.id, region)),
      ),
    );
  });
  const found = {
    secrets: withRotationOfPrimary(secrets.flat()),
    parameters: parameters.flatMap((one) => one ?? []),
  };
  const keys = await readKeys(
    found,
    unread,
    (id) =>
      accounts.find(({ account }) => account.id === id)?.account ?? {
        id,
        name: "not in the inventory",
      },
    (id, region) => accessTo(accounts, id, region),
  );
  return { objects: { ...found, keys }, unread };
}

/**
 * Reads a secret in all of its regions. Where one of its copies could not be read, what was read of the others is left out:
 * their ARNs differ in the region alone, and of that one it is not known.
 */
async function readCopies(
  secret: ResolvedSecret,
  accounts: LiveAccount[],
  unread: Unread[],
): Promise<SecretDocuments[]> {
  const { account, id } = secret;
  const parts: Unread[] = [];
  const whole: Unread[] = [];
  const copies = [secret, ...secret.replicas].map(({ region }) => ({
    region,
    open: { kind: "secret" as const, arn: plannedArn(secret, region), part: "all" as const },
  }));
  const found = await Promise.all(
    copies.map(({ open, region }) =>
      attempt({ account, unread: whole }, `secret ${id}`, open, async () =>
        readSecret(
          secret,
          accessTo(accounts, account.id, region),
          (arn, part, { action, message }) => {
            const left = { kind: "secret" as const, arn, part };
            parts.push(unreadOf(account, action, `the ${part} of secret ${id}`, left, message));
          },
        ),
      ),
    ),
  );
  const [failed] = whole;
  if (failed) {
    unread.push(...copies.map(({ open }) => ({ ...failed, open })));
    return [];
  }
  unread.push(...parts);
  return found.flatMap((one) => one ?? []);
}

/** The ARN of a copy of a secret, as the documents have it where the secret itself could not be read. */
function plannedArn(secret: ResolvedSecret, region: string): string {
  const primary = plannedArns.secretArn(secret);
  return region === secret.region ? primary : secretArnIn(region, primary);
}

function accessTo(accounts: LiveAccount[], id: string, region: string): AccountAccess {
  const owner = accounts.find(({ account }) => account.id === id);
  if (owner?.access) return owner.access(region);
  const problem = owner?.problem ?? "the inventory uses no such account";
  throw new UnreadError("sts:GetCallerIdentity", problem);
}
