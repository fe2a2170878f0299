import { isMapping, type Mapping } from "iam-proof/collections";
import { accountOf } from "iam-proof/names";
import type { Found, FoundKey, FoundSecret } from "../found";
import type { Decisions, ReadersToday } from "./plans";
import { secretName, statementsOf, texts } from "./reads";
import { isReplaceable } from "./roles";

/** Roles of the readers, and the accounts of their clusters. */
export interface AdoptedReaders {
  roles: ReadonlySet<string>;
  accounts: ReadonlySet<string | undefined>;
}

/** Why nobody may replace the policies of a secret and its key unasked: who else lives by them. */
export function othersMarks(
  { secrets }: Found,
  secret: FoundSecret,
  key: FoundKey | undefined,
  readers: AdoptedReaders,
  { accounts }: Decisions,
  { policyChangers, who }: ReadersToday,
): string[] {
  if (!secret.key) return [];
  const owner = accountOf(secret.arn);
  if (!key || accountOf(key.arn) !== owner) {
    return [`its key ${secret.key} is of another account, or was not found`];
  }
  // Nobody is whoever is left of an account that was read: its root user, or a principal that it does not have.
  const nobodies = accounts.flatMap(({ id }) => [`the root user of ${id}`, `:iam::${id}:*`]);
  const losing = secrets
    .filter((one) => one.key === key.arn)
    .flatMap(({ arn }) => who.get(arn) ?? [])
    .filter(
      (one) =>
        !readers.roles.has(one) &&
        accountOf(one) !== owner &&
        !policyChangers.includes(one) &&
        !nobodies.some((nobody) => one.endsWith(nobody)),
    );
  // Root lets in whom the account's own policies do; a role that the key's policy alone lets in would lose the key.
  const stays = (name: string) =>
    placeOf(name).account === owner
      ? placeOf(name).isWhole || readers.roles.has(name) || policyChangers.includes(name)
      : isOfReaders(name, readers);
  const letIn = statementsOf(key.policy)
    .map(({ Principal }) => principalsOf(Principal))
    .filter((names) => !names.every(stays));
  const over = `--take-over ${secretName(secret.arn)} takes its policies over all the same`;
  return [
    ...(losing.length > 0
      ? [
          `decide: ${[...new Set(losing)].join(", ")} would lose it or what else its key encrypts; ${over}`,
        ]
      : []),
    ...(letIn.length > 0
      ? [`decide: its key's policy also lets in ${letIn.flat().join(", ")}; ${over}`]
      : []),
  ];
}

/** The statements of a secret's policy that its readers' own do not replace, each with a Sid. */
export function keptStatements({ arn, policy }: FoundSecret, readers: AdoptedReaders): Mapping[] {
  const isReplaced = ({ Action, Condition, Effect, NotPrincipal, Principal }: Mapping) => {
    const tests = principalTests(Condition);
    return (
      Effect === "Allow" &&
      NotPrincipal === undefined &&
      Action !== undefined &&
      texts(Action).every(isReplaceable) &&
      principalsOf(Principal).every((one) =>
        one === "*"
          ? tests.length > 0
          : isOfReaders(one, readers) && placeOf(one).account !== accountOf(arn),
      ) &&
      tests.every(({ isEqual, arns }) => isEqual && arns.every((one) => readers.roles.has(one)))
    );
  };
  const sids = new Set<string>();
  return statementsOf(policy)
    .filter((one) => !isReplaced(one))
    .map((one, index) => {
      const sid = typeof one.Sid === "string" ? one.Sid.replace(/[^A-Za-z0-9]/g, "") : "";
      const Sid = sid === "" || sids.has(sid) ? `Kept${index + 1}` : sid;
      sids.add(Sid);
      return { ...one, Sid };
    });
}

/** Whom a statement names: ARNs, accounts, services, or `*`. */
function principalsOf(principal: unknown): string[] {
  return isMapping(principal) ? Object.values(principal).flatMap(texts) : ["*"];
}

/** How a condition tests the ARN of whoever asks. */
function principalTests(condition: unknown): { isEqual: boolean; arns: string[] }[] {
  return Object.entries(isMapping(condition) ? condition : {}).flatMap(([operator, pairs]) =>
    Object.entries(isMapping(pairs) ? pairs : {})
      .filter(([key]) => key.toLowerCase() === "aws:principalarn")
      .map(([, values]) => ({
        isEqual: /^(Arn|String)(Equals|Like)$/i.test(operator),
        arns: texts(values),
      })),
  );
}

/** The account that a principal stands for as a whole, by its number or root user, or is in. */
function placeOf(name: string): { account: string | undefined; isWhole: boolean } {
  const isNumber = /^\d{12}$/.test(name);
  return {
    account: isNumber ? name : accountOf(name),
    isWhole: isNumber || name.endsWith(":root"),
  };
}

/** Whether it is the role of a reader, or lets in an account of theirs. */
function isOfReaders(name: string, { accounts, roles }: AdoptedReaders): boolean {
  const { account, isWhole } = placeOf(name);
  return roles.has(name) || (isWhole && accounts.has(account));
}
