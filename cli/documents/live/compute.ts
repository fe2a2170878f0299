import {
  type AccessDocuments,
  COMPUTE_TYPES,
  type Compute,
  rolesTrusting,
  type UnreadCompute,
} from "iam-proof";
import { addTo, inParallel, sortedUnique } from "iam-proof/collections";
import { accountOf } from "iam-proof/names";
import type { AccountAccess } from "../../aws/account-access";
import { progressBar } from "../../terminal/progress-bar";
import { type Running, runningOf } from "./compute-readers";
import { enabledRegions } from "./copies";
import { AT_ONCE, orUnread, UnreadError } from "./live-call";
import type { ReachedAccount } from "./reached-account";

/** What runs with a role, as far as it could be read. */
export interface ReadCompute {
  compute: Compute[];
  unreadCompute: UnreadCompute[];
}

/**
 * Reads what runs with a role, in every enabled region of each account with roles. A type is only read if a role trusts its
 * service; otherwise nothing of it can run.
 */
export async function liveCompute(
  accounts: readonly ReachedAccount[],
  documents: AccessDocuments,
): Promise<ReadCompute> {
  const bar = progressBar("reading what runs");
  const compute: Compute[] = [];
  const unreadCompute: UnreadCompute[] = [];
  try {
    for (const [account, types] of typesByAccount(documents)) {
      const reached = accounts.find((one) => one.account.id === account);
      const regions = await regionsOf(reached);
      if (typeof regions === "string") {
        unreadCompute.push({ account, reason: regions });
        continue;
      }
      let done = 0;
      const reads = await inParallel(types, 2, async (type) => {
        const read = await readType(type, regions);
        bar.update(++done, types.length);
        return { type, ...read };
      });
      for (const { found, type, unread } of reads) {
        compute.push(...found.map((one) => computeOf(account, type, one, documents)));
        unreadCompute.push(...unread.map((one) => ({ account, type, ...one })));
      }
    }
  } finally {
    bar.end();
  }
  return { compute, unreadCompute };
}

/** The access to an account in each of its regions, or why there is none. */
function regionsOf(
  reached: ReachedAccount | undefined,
): Promise<AccountAccess[] | string> | string {
  const { access, account, problem = "nobody read this account" } = reached ?? {};
  if (!access || !account) return problem;
  return orUnread(
    async () => (await enabledRegions(access(account.region))).map(access),
    ({ action, message }) => `${action}: ${message}`,
  );
}

/** Reads everything of one type. What could not be read is reported by region, or once if it failed everywhere. */
async function readType(type: string, regions: readonly AccountAccess[]) {
  const reads = await inParallel(regions, AT_ONCE / 2, (access) =>
    orUnread(
      async () =>
        (await runningOf(type, access)) ?? new UnreadError(type, "this command cannot read it"),
      (error) => error,
    ),
  );
  const found = reads.flatMap((one) => (one instanceof UnreadError ? [] : one));
  const answered = reads.some((one) => !(one instanceof UnreadError));
  const unread = reads.flatMap((one, at) => {
    const region = regions[at]?.region ?? "";
    if (!(one instanceof UnreadError) || isNotOffered(type, region, one)) return [];
    return [{ region, reason: `${one.action}: ${one.message}` }];
  });
  return {
    found,
    unread: answered ? unread : unread.slice(0, 1).map(({ reason }) => ({ reason })),
  };
}

/**
 * Whether a service has no host in a region because AWS does not offer it there. A name server may hide any host, so this is not
 * concluded from a missing host alone.
 */
function isNotOffered(type: string, region: string, { code }: UnreadError): boolean {
  return code === "ENOTFOUND" && OFFERED_IN[type]?.includes(region) === false;
}

/** The regions of types that AWS only offers in some: https://docs.aws.amazon.com/general/latest/gr/apprunner.html */
const OFFERED_IN: Record<string, readonly string[]> = {
  "apprunner:service": [
    ...["ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "eu-central-1"],
    ...["eu-west-1", "eu-west-2", "eu-west-3", "us-east-1", "us-east-2", "us-west-2"],
  ],
};

/** Something that runs. Some services return its role without the path. */
function computeOf(
  account: string,
  type: string,
  { arn, role }: Running,
  { roles }: AccessDocuments,
): Compute {
  const named = roles?.find(
    (one) => accountOf(one.arn) === account && one.arn.endsWith(`/${role}`),
  );
  return { arn, service: COMPUTE_TYPES.get(type) ?? "", roleArn: named?.arn ?? role };
}

/** By account: the types of compute that may run with one of its roles. */
function typesByAccount(documents: AccessDocuments): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [type, service] of COMPUTE_TYPES) {
    const owners = rolesTrusting({ documents }, service).map(({ arn }) => accountOf(arn) ?? "");
    for (const owner of sortedUnique(owners)) addTo(found, owner, type);
  }
  return found;
}
