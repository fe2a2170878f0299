import type { ParameterMetadata } from "@aws-sdk/client-ssm";
import type { ResolvedAccount } from "eks-pod-secrets/grant";
import type { KeyDocuments, ParameterDocuments, SecretDocuments } from "iam-proof";
import { inParallel } from "iam-proof/collections";
import type { AccountAccess } from "../../aws/account-access";
import { LIVE_CALLS } from "./calls";
import { enabledRegions, listedSecrets } from "./copies";
import { AT_ONCE, askAllPages, UnreadError } from "./live-call";
import { parameterDocuments, readKeys, secretDocuments } from "./owned-objects";
import { attempt, noteUnread, type Unread } from "./unread";

interface AccountObjects {
  keys: KeyDocuments[];
  parameters: ParameterDocuments[];
  secrets: SecretDocuments[];
  /** The number of parameters that are stored in plain text and were left out. */
  plainParameters: number;
  unread: Unread[];
}

/** How to access an account, and where to report progress. */
interface AccountReading {
  account: ResolvedAccount;
  access(region: string): AccountAccess;
  regions: string[];
  onProgress(done: number, total: number): void;
}

/**
 * Reads all secrets of an account in these regions, secrets with the same names in all others, all SecureString parameters, and
 * the keys that encrypt them.
 */
export async function accountObjects(reading: AccountReading): Promise<AccountObjects> {
  const { access, account, onProgress, regions } = reading;
  const unread: Unread[] = [];
  const place = { account, unread };
  const lists = await inParallel(regions, AT_ONCE, async (region) => {
    const open = { kind: "objects" as const, account: account.id, region };
    const secrets = await attempt(place, `the secrets of ${region}`, open, async () =>
      listedSecrets(access(region)),
    );
    const all = await attempt(place, `the parameters of ${region}`, open, async () =>
      listedParameters(access(region)),
    );
    const parameters = (all ?? []).filter(({ Type }) => Type === "SecureString");
    return {
      region,
      secrets: secrets ?? [],
      parameters,
      plain: (all ?? []).length - parameters.length,
    };
  });
  const names = new Set(lists.flatMap(({ secrets }) => secrets.map(({ Name }) => Name)));
  lists.push(...(await copiesElsewhere(reading, names, unread)));
  const work = lists.flatMap(({ parameters, region, secrets }) => [
    ...secrets.map((secret) => ({ region, secret })),
    ...parameters.map((parameter) => ({ region, parameter })),
  ]);
  const found = { secrets: [] as SecretDocuments[], parameters: [] as ParameterDocuments[] };
  let done = 0;
  await inParallel(work, AT_ONCE, async (one) => {
    const { region } = one;
    if ("secret" in one) {
      const read = await secretDocuments(one.secret, access(region), (arn, part, error) =>
        noteUnread(place, `the ${part} of ${arn}`, { kind: "secret", arn, part }, error),
      );
      // All secrets that may be copies of it are in the list.
      found.secrets.push({ ...read, copies: [] });
    } else {
      const arn = parameterArn(account, region, one.parameter);
      const read = await attempt(place, arn, { kind: "parameter", arn }, async () =>
        parameterDocuments(arn, one.parameter, access(region), (_, error) =>
          noteUnread(
            place,
            `the versions of ${arn}`,
            { kind: "parameter", arn, part: "versions" },
            error,
          ),
        ),
      );
      if (read) found.parameters.push(read);
    }
    onProgress(++done, work.length);
  });
  const objects = { secrets: found.secrets.sort(byArn), parameters: found.parameters.sort(byArn) };
  return {
    ...objects,
    keys: await readKeys(objects, unread, (id) => ({ id, name: id }), ownerAccess(reading)),
    plainParameters: lists.reduce((sum, { plain }) => sum + plain, 0),
    unread,
  };
}

/** Secrets with these names in the other enabled regions. */
async function copiesElsewhere(
  { access, account, regions }: AccountReading,
  names: ReadonlySet<string>,
  unread: Unread[],
) {
  if (names.size === 0) return [];
  const place = { account, unread };
  const open = { kind: "copies" as const, account: account.id };
  const enabled = await attempt(place, "the regions of its secrets", open, () =>
    enabledRegions(access(account.region)),
  );
  const others = (enabled ?? []).filter((region) => !regions.includes(region));
  return inParallel(others, AT_ONCE, async (region) => {
    const about = `copies of secrets in ${region}`;
    const listed = await attempt(place, about, { ...open, region }, () =>
      listedSecrets(access(region)),
    );
    const secrets = (listed ?? []).filter(({ Name }) => names.has(Name));
    return { region, secrets, parameters: [], plain: 0 };
  });
}

async function listedParameters(access: AccountAccess): Promise<ParameterMetadata[]> {
  const call = LIVE_CALLS.describeParameters;
  const pages = await askAllPages(call, access, {});
  const all = pages.flatMap(({ Parameters }) => Parameters ?? []);
  if (all.every(({ Name }) => Name)) return all;
  throw new UnreadError(call.action, "AWS lists a parameter without its name");
}

function parameterArn(
  { id, partition }: ResolvedAccount,
  region: string,
  { Name = "" }: ParameterMetadata,
): string {
  return `arn:${partition}:ssm:${region}:${id}:parameter/${Name.replace(/^\//, "")}`;
}

/** Access to the owner of a key: a key of another account can only be read with that account's credentials. */
function ownerAccess({ access, account }: AccountReading) {
  return (owner: string, region: string): AccountAccess => {
    if (owner === account.id) return access(region);
    const reason = `the key is of account ${owner}, whose credentials alone may read its policy`;
    throw new UnreadError(LIVE_CALLS.getKeyPolicy.action, reason);
  };
}

function byArn(a: { arn: string }, b: { arn: string }): number {
  return a.arn < b.arn ? -1 : 1;
}
