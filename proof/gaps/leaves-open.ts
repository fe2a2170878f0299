import { parseArn } from "../names";
import type { ClaimResult } from "../prover/claims/claim";
import { accountOf } from "../prover/documents/deployment";
import { isCopy } from "../prover/documents/read-target";
import { ADMINISTRATOR_TRUST } from "../prover/request/declared-session";
import type { Gap, OpenDocuments } from "./gap";
import { type Grounds, hasRoleOf } from "./grounds";

type Settled = Pick<ClaimResult, "claim" | "counterexample" | "result" | "subject"> &
  Partial<Pick<ClaimResult, "assumptionsUsed">>;

/**
 * Whether an unknown part could change a result. A missing document of another account was assumed to allow everything, so a proof
 * holds without it. A missing document of the owner's own account was assumed to allow nothing, so a proof does not hold.
 */
export function leavesOpen({ open }: Gap, settled: Settled, grounds: Grounds): boolean {
  switch (open.kind) {
    case "account":
      return accountLeavesOpen(open, settled, grounds);
    case "rights":
    case "trust":
    case "session":
      return identityLeavesOpen(open, settled, grounds);
    case "associations":
      return (
        asksOfEveryone(settled) ||
        grounds.readers.some(({ source }) => source === open.sourceArn) ||
        [...grounds.roles].some((arn) => open.roles.includes(arn)) ||
        (asksOfRole(settled) && accountOf(settled.subject) === accountOf(open.sourceArn))
      );
    // There are no claims about a secret that nobody listed, or about an unknown grant.
    case "grants":
    case "objects":
      return false;
    case "copies":
      return (
        asksOfEveryone(settled) &&
        parseArn(settled.subject)?.service === "secretsmanager" &&
        accountOf(settled.subject) === open.account
      );
    // A missing provider can only keep somebody out.
    case "providers":
      return (
        (settled.claim === "grant-available" || settled.claim === "difference") &&
        open.roles.some((arn) => grounds.roles.has(arn))
      );
    case "endpoints":
      return endpointsLeaveOpen(open, settled, grounds);
    case "secret":
      return secretLeavesOpen(open, settled, grounds);
    case "parameter":
      if (open.part === "versions") return versionsLeaveOpen(open, settled, grounds);
      return asksOfKey(settled)
        ? mayEncrypt(settled, open.arn)
        : settled.claim !== "role-unforgeable" && grounds.objects.has(open.arn);
    case "key":
      return !asksOfRole(settled) && !asksOfPolicy(settled) && grounds.objects.has(open.arn);
    case "changed":
      return changeLeavesOpen(open, settled, grounds);
  }
}

function accountLeavesOpen(
  { account }: Extract<OpenDocuments, { kind: "account" }>,
  settled: Settled,
  grounds: Grounds,
): boolean {
  if (settled.claim === "difference") return true;
  if (asksOfPolicy(settled) || asksOfKey(settled)) {
    return settled.result !== "proved" && hasRoleOf(account, grounds);
  }
  if (!asksOfEveryone(settled)) return hasRoleOf(account, grounds);
  return (
    settled.result !== "proved" ||
    accountOf(settled.subject) === account ||
    hasRoleOf(account, grounds)
  );
}

function identityLeavesOpen(
  { arn, kind }: Extract<OpenDocuments, { kind: "rights" | "trust" | "session" }>,
  settled: Settled,
  grounds: Grounds,
): boolean {
  const isReader = grounds.roles.has(arn);
  switch (settled.claim) {
    case "role-unforgeable":
      return isReader && kind === "trust";
    case "role-contained":
      return isReader && kind === "rights";
    case "grant-available":
      return isReader;
    case "secret-bounded":
    case "key-bounded":
      return isReader && settled.result !== "proved";
    case "read-exclusive":
    case "difference":
      if (settled.result === "refuted") {
        const principal = principalOf(settled) ?? "";
        // An invented principal stands for those in the account who may become an administrator.
        const isEntry = settled.counterexample?.request.action.startsWith("sts:");
        if (isEntry && kind === "rights" && accountOf(principal) === accountOf(arn)) return true;
        // Readers with the role can only become a reader if no session policy prevents it.
        return principal === arn || (kind === "session" && grounds.roles.has(principal));
      }
      // A worst-case assumption before a change would hide what the change adds.
      if (settled.claim === "difference" && isReader) return true;
      if (kind === "trust") return settled.assumptionsUsed?.includes(ADMINISTRATOR_TRUST) ?? false;
      return kind === "rights" && (isReader || accountOf(settled.subject) === accountOf(arn));
  }
}

/**
 * Endpoints only keep out those who come through them, and let nobody in. Somebody who comes another way can read whatever they
 * say.
 */
function endpointsLeaveOpen(
  place: Pick<Extract<OpenDocuments, { kind: "endpoints" }>, "account" | "region">,
  settled: Settled,
  { readers }: Grounds,
): boolean {
  const isOfReaders = readers.some(({ source }) => {
    const { account, region } = parseArn(source) ?? {};
    return account === place.account && region === place.region;
  });
  const { context = {} } = settled.counterexample?.request ?? {};
  switch (settled.claim) {
    case "grant-available":
      return settled.result !== "refuted" && isOfReaders;
    case "difference":
      return isOfReaders;
    case "read-exclusive":
      return Object.keys(context).some((key) => key.toLowerCase().startsWith("aws:sourcevpc"));
    default:
      return false;
  }
}

function secretLeavesOpen(
  { arn, part }: Extract<OpenDocuments, { kind: "secret" }>,
  settled: Settled,
  { objects }: Grounds,
): boolean {
  const isAsked = [...objects].some((one) => one === arn || isCopy(one, arn));
  if (part === "versions") return versionsLeaveOpen({ arn }, settled, { objects });
  switch (settled.claim) {
    case "role-unforgeable":
      return false;
    case "secret-bounded":
      return part !== "key" && isAsked;
    case "key-bounded":
      return part !== "policy" && mayEncrypt(settled, arn);
    case "role-contained":
      return part !== "policy" && isAsked;
    default:
      return isAsked;
  }
}

/** Another key of a value can add readers. A claim about a key or role is refuted if the value's own readers use that key. */
function versionsLeaveOpen(
  { arn }: { arn: string },
  settled: Settled,
  { objects }: Pick<Grounds, "objects">,
): boolean {
  const isAsked = [...objects].some((one) => one === arn || isCopy(one, arn));
  if (asksOfEveryone(settled)) return isAsked;
  if (settled.result !== "refuted") return false;
  return asksOfKey(settled) || (settled.claim === "role-contained" && isAsked);
}

function changeLeavesOpen(
  { arn }: Extract<OpenDocuments, { kind: "changed" }>,
  settled: Settled,
  grounds: Grounds,
): boolean {
  const { kind, objects, readers, roles } = grounds;
  const { account = "", region = "", service } = parseArn(arn) ?? {};
  if (service === "ec2") return endpointsLeaveOpen({ account, region }, settled, grounds);
  return (
    objects.has(arn) ||
    roles.has(arn) ||
    readers.some(({ source }) => source === arn) ||
    (asksOfEveryone(settled) && (service === "iam" || service === kind?.source.service)) ||
    (asksOfKey(settled) && accountOf(settled.subject) === accountOf(arn))
  );
}

/** Whether a key may encrypt a value whose key is not known. Nearly always that is a secret in its own account. */
function mayEncrypt({ result, subject }: Settled, arn: string): boolean {
  return result !== "proved" || accountOf(subject) === accountOf(arn);
}

function principalOf({ counterexample }: Settled): string | undefined {
  const principal = counterexample?.request.principal;
  if (!principal) return undefined;
  if (principal.kind === "session") return principal.roleArn;
  return "arn" in principal ? principal.arn : undefined;
}

function asksOfEveryone({ claim }: Settled): boolean {
  return claim === "read-exclusive" || claim === "difference";
}

function asksOfRole({ claim }: Settled): boolean {
  return claim === "role-unforgeable" || claim === "role-contained";
}

function asksOfPolicy({ claim }: Settled): boolean {
  return claim === "secret-bounded";
}

function asksOfKey({ claim }: Settled): boolean {
  return claim === "key-bounded";
}
