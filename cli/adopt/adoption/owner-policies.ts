import { isMapping, type Mapping } from "iam-proof/collections";
import { accountOf, secretName } from "iam-proof/names";
import type { FoundKey, FoundParameter, FoundSecret } from "../found";
import type { ReadersToday, Situation } from "./plans";
import { conditionsOf, isDeleted, isSecret, statementsOf, texts } from "./reads";
import { areReplaceable, markIf } from "./roles";
import { type UsedKey, usedKeys } from "./used-keys";

/** Roles of the readers, and the accounts of their clusters. */
export interface AdoptedReaders {
  roles: ReadonlySet<string>;
  accounts: ReadonlySet<string | undefined>;
}

/** Why nobody may replace the policies of a secret or parameter and its keys unasked: who else depends on them. */
export function othersMarks(
  situation: Situation,
  target: FoundSecret | FoundParameter,
  keys: readonly UsedKey[],
  readers: AdoptedReaders,
): string[] {
  const owner = accountOf(target.arn);
  const over = isSecret(target)
    ? `; --take-over ${secretName(target.arn)} takes its policies over all the same`
    : "";
  return keys.flatMap(({ arn, key }) => {
    if (!key || accountOf(arn) !== owner) {
      return [`its key ${arn} is of another account, or was not found`];
    }
    const losing = [...whoWouldLose(situation, key, readers)];
    const letIn = othersLetIn(key, readers, situation.today);
    return [
      ...markIf(
        losing,
        `decide: ${losing.join(", ")} would lose it or what else its key encrypts${over}`,
      ),
      ...markIf(letIn, `decide: its key's policy also lets in ${letIn.join(", ")}${over}`),
    ];
  });
}

/** Who reads today what a key encrypts, and is no reader here. */
function whoWouldLose(
  { decisions: { accounts }, found, today: { policyChangers, reasons, who } }: Situation,
  { arn: keyArn }: FoundKey,
  readers: AdoptedReaders,
): Set<string> {
  // Names that stand for nobody: an account's root user, or a principal that a fully read account does not have.
  const nobodies = accounts.flatMap(({ id }) => [`the root user of ${id}`, `:iam::${id}:*`]);
  const today = found.secrets
    .filter((one) => usedKeys(found, one).some(({ arn }) => arn === keyArn))
    .flatMap(({ arn }) => [
      ...(who.get(arn) ?? []),
      ...(reasons.has(arn) ? [`whoever else reads ${secretName(arn)} (not all were found)`] : []),
    ]);
  const others = today.filter(
    (one) =>
      !readers.roles.has(one) &&
      accountOf(one) !== accountOf(keyArn) &&
      !policyChangers.includes(one) &&
      !nobodies.some((nobody) => one.endsWith(nobody)),
  );
  return new Set(others);
}

/** Principals that a key's policy lets in and that would lose it. If it lets in root, the account's own policies decide. */
function othersLetIn(
  { arn, policy }: FoundKey,
  readers: AdoptedReaders,
  { policyChangers }: ReadersToday,
): string[] {
  const stays = (name: string) =>
    placeOf(name).account === accountOf(arn)
      ? placeOf(name).isWhole || readers.roles.has(name) || policyChangers.includes(name)
      : isOfReaders(name, readers);
  return statementsOf(policy)
    .map(({ Principal }) => principalsOf(Principal).filter((one) => !isDeleted(one)))
    .filter((names) => !names.every(stays))
    .flat();
}

/** Splits the statements of a secret's policy into those that the readers' own replace, and the others, each with a Sid. */
export function splitStatements(target: FoundSecret | FoundParameter, readers: AdoptedReaders) {
  const { arn, policy } = { policy: null, ...target };
  const isReplaced = (statement: Mapping) => {
    const { Action, Effect, NotPrincipal, Principal } = statement;
    const tests = conditionsOf(statement).filter(({ key }) => /^aws:PrincipalArn$/i.test(key));
    return (
      Effect === "Allow" &&
      NotPrincipal === undefined &&
      Action !== undefined &&
      areReplaceable(Action) &&
      principalsOf(Principal).every((one) =>
        one === "*"
          ? tests.length > 0
          : isOfReaders(one, readers) && placeOf(one).account !== accountOf(arn),
      ) &&
      tests.every(
        ({ operator, values }) =>
          /^(Arn|String)(Equals|Like)$/i.test(operator) &&
          values.every((one) => readers.roles.has(one)),
      )
    );
  };
  const sids = new Set<string>();
  const all = statementsOf(policy);
  const kept = all
    .filter((one) => !isReplaced(one))
    .map((one, index) => {
      const sid = typeof one.Sid === "string" ? one.Sid.replace(/[^A-Za-z0-9]/g, "") : "";
      const Sid = sid === "" || sids.has(sid) ? `Kept${index + 1}` : sid;
      sids.add(Sid);
      return { ...one, Sid };
    });
  return { kept, replaced: all.filter(isReplaced) };
}

/** Why the policy of a secret cannot be taken over: nobody read it, or the provider cannot, because it names a deleted principal. */
export function unreadMarks(target: FoundSecret | FoundParameter): string[] {
  const { policy } = { policy: null, ...target };
  if (policy === undefined) return ["its policy, or its key, could not be read"];
  const deleted = statementsOf(policy)
    .flatMap(({ NotPrincipal, Principal }) => [NotPrincipal, Principal].flatMap(principalsOf))
    .filter(isDeleted);
  return markIf(
    deleted,
    `decide: its policy names ${deleted.join(", ")}, a role or user that was deleted, so Pulumi cannot read it; put the policy without that (aws secretsmanager put-resource-policy), and run adopt again`,
  );
}

/** The principals of a statement: ARNs, accounts, services, or `*`. */
function principalsOf(principal: unknown): string[] {
  return isMapping(principal) ? Object.values(principal).flatMap(texts) : ["*"];
}

/** The account of a principal, and whether the principal stands for all of it, by its number or root user. */
function placeOf(name: string): { account: string | undefined; isWhole: boolean } {
  const isNumber = /^\d{12}$/.test(name);
  return {
    account: isNumber ? name : accountOf(name),
    isWhole: isNumber || name.endsWith(":root"),
  };
}

/** Whether a name is a reader's role, or lets in a reader's account. */
function isOfReaders(name: string, { accounts, roles }: AdoptedReaders): boolean {
  const { account, isWhole } = placeOf(name);
  return roles.has(name) || (isWhole && accounts.has(account));
}
