import { parseArn } from "eks-pod-secrets/grant";
import { isMapping, type Mapping } from "iam-proof/collections";
import type { Found, FoundKey, FoundSecret, Holder } from "../found";
import { keyReference } from "./key-reference";
import type { AdoptedAccount, Decisions, ReaderPlan, ReadersToday } from "./plans";
import { holdersOf, holderTitle } from "./pods";
import { secretName, statementsOf, texts } from "./reads";
import { isReplaceable, tagMarks } from "./roles";

/** A secret that readers read, and how the inventory has it. */
export interface SecretPlan {
  id: string;
  secret: FoundSecret;
  /** Undefined of an account that was not given. */
  account: AdoptedAccount | undefined;
  /** `external`: others keep its policies. `existing`: only its policy is taken over. */
  kind: "external" | "existing" | "taken";
  key: FoundKey | undefined;
  /** Statements of its policy that stay. */
  kept: Mapping[];
  /** Whether the inventory leads to a policy of it. */
  hasPolicy: boolean;
  marks: string[];
  /** Who must forget it, or its key, before it is taken over. */
  heldBy: Holder[];
}

/** How each secret is declared that a reader reads. */
export function secretPlans(
  found: Found,
  plans: readonly ReaderPlan[],
  decisions: Decisions,
  today: ReadersToday,
): SecretPlan[] {
  const secrets = new Set(
    plans.flatMap(({ reads }) =>
      reads.flatMap(({ target }) => (isSecret(target) ? [target as FoundSecret] : [])),
    ),
  );
  const readers = {
    roles: new Set(
      plans.flatMap(({ former, role, target }) =>
        [role?.arn, former?.role, target?.arn].flatMap((arn) => arn ?? []),
      ),
    ),
    accounts: new Set(plans.map(({ pod }) => accountOf(pod.clusterArn))),
  };
  const plain = [...secrets]
    .sort((a, b) => (a.arn < b.arn ? -1 : 1))
    .map((secret) => {
      const account = decisions.accounts.find(({ id }) => id === accountOf(secret.arn));
      const key = found.keys.find(({ arn }) => arn === secret.key);
      const id = idOf(secret, [...secrets], decisions);
      const isNamed = decisions.takeOver.includes(secretName(secret.arn));
      const heldBy = [secret, key].flatMap((one) => holdersOf(one, decisions.letGo));
      const marks = account
        ? [
            ...heldBy.map(heldMark),
            ...(isNamed ? [] : othersMarks(found, secret, key, readers, decisions, today)),
          ]
        : ["its account was not given"];
      return { id, secret, account, key, heldBy, marks };
    });
  // The policy of a key would let in the readers of those secrets alone that are taken over.
  const staying = plain.filter(({ marks }) => marks.length > 0);
  return plain.map(({ marks: own, ...one }) => {
    const { account, key, secret } = one;
    const besides = key ? staying.filter((other) => other.key === key) : [];
    const marks =
      own.length > 0 || besides.length === 0
        ? own
        : [`its key also encrypts ${besides.map(({ id }) => id).join(", ")}, which stays as it is`];
    const isExternal = marks.length > 0;
    const kept = isExternal ? [] : keptStatements(secret, readers);
    const isForeign = plans.some(
      ({ pod, reads, target }) =>
        !target &&
        accountOf(pod.clusterArn) !== account?.id &&
        reads.some((read) => read.target === secret),
    );
    return {
      ...{ ...one, kept },
      kind: isExternal ? "external" : isOfService(secret) ? "existing" : "taken",
      hasPolicy: !isExternal && (isForeign || kept.length > 0),
      marks: [
        ...marks,
        ...(kept.length > 0
          ? [
              "decide: these statements of its policy are not of the readers here; take out what nobody needs",
            ]
          : []),
        ...(key && !isExternal && isTaken(key, secret) ? tagMarks("its key", key) : []),
      ],
    };
  });
}

/** Whether the key itself is taken over, and not its policy alone. */
function isTaken(key: FoundKey, { arn }: FoundSecret): boolean {
  return keyReference(key, parseArn(arn)?.region) !== key.arn;
}

/** Roles of the readers, and the accounts of their clusters. */
interface AdoptedReaders {
  roles: ReadonlySet<string>;
  accounts: ReadonlySet<string>;
}

function isSecret({ arn }: { arn: string }): boolean {
  return parseArn(arn)?.service === "secretsmanager";
}

function accountOf(arn: string): string {
  return parseArn(arn)?.account ?? "";
}

function heldMark(holder: Holder): string {
  return `${holderTitle(holder)} holds it, and keeps its policies until that tool has forgotten it`;
}

/** Why nobody may replace the policies of a secret and its key unasked: who else lives by them. */
function othersMarks(
  found: Found,
  secret: FoundSecret,
  key: FoundKey | undefined,
  readers: AdoptedReaders,
  { accounts }: Decisions,
  { policyChangers, who: today }: ReadersToday,
): string[] {
  if (!secret.key) return [];
  const owner = accountOf(secret.arn);
  if (!key || accountOf(key.arn) !== owner) {
    return [`its key ${secret.key} is of another account, or was not found`];
  }
  const under = found.secrets.filter((one) => one.key === key.arn);
  const who = under.flatMap(({ arn }) => today.get(arn) ?? []);
  const others = new Set(
    who.filter(
      (one) =>
        !readers.roles.has(one) &&
        accountOf(one) !== owner &&
        !policyChangers.includes(one) &&
        !isOfWholeAccount(one, accounts),
    ),
  );
  // Root lets in whom the account's own policies do; a role that the key's policy alone lets in would lose the key.
  const staysInKey = (name: string) =>
    isOwn(name, owner, readers) &&
    (accountOf(name) !== owner ||
      name.endsWith(":root") ||
      readers.roles.has(name) ||
      policyChangers.includes(name));
  const statements = statementsOf(key.policy).filter(
    ({ Principal }) => !principalsOf(Principal).every(staysInKey),
  );
  const over = `--take-over ${secretName(secret.arn)} takes its policies over all the same`;
  return [
    ...(others.size > 0
      ? [`decide: ${[...others].join(", ")} would lose it or what else its key encrypts; ${over}`]
      : []),
    ...(statements.length > 0
      ? [
          `decide: its key's policy also lets in ${statements.flatMap(({ Principal }) => principalsOf(Principal)).join(", ")}; ${over}`,
        ]
      : []),
  ];
}

/** Whether it stands for what nobody is of an account that was read: its root user, or a principal that it does not have. */
function isOfWholeAccount(name: string, accounts: Decisions["accounts"]): boolean {
  return accounts.some(
    ({ id }) => name === `the root user of ${id}` || name.endsWith(`:iam::${id}:*`),
  );
}

/** Whom a statement names: ARNs, accounts, services, or `*`. */
function principalsOf(principal: unknown): string[] {
  return isMapping(principal) ? Object.values(principal).flatMap(texts) : ["*"];
}

/** Whether what a principal of a key's policy gets is the owner's own affair, or the readers'. */
function isOwn(name: string, owner: string, { accounts, roles }: AdoptedReaders): boolean {
  const account = /^\d{12}$/.test(name) ? name : accountOf(name);
  if (account === owner || roles.has(name)) return true;
  return accounts.has(account) && (/^\d{12}$/.test(name) || name.endsWith(":root"));
}

/** The statements of a secret's policy that its readers' own do not replace, each with a Sid. */
function keptStatements({ arn, policy }: FoundSecret, readers: AdoptedReaders): Mapping[] {
  const owner = accountOf(arn);
  const isReplaced = ({ Action, Condition, Effect, NotPrincipal, Principal }: Mapping) => {
    const names = principalsOf(Principal);
    const under = Object.values(isMapping(Condition) ? Condition : {})
      .filter(isMapping)
      .flatMap((pairs) => Object.entries(pairs))
      .filter(([key]) => key.toLowerCase() === "aws:principalarn")
      .flatMap(([, values]) => texts(values));
    return (
      Effect === "Allow" &&
      NotPrincipal === undefined &&
      Action !== undefined &&
      texts(Action).every(isReplaceable) &&
      names.every((one) => isOwn(one, "", readers) && accountOf(one) !== owner) &&
      under.every((one) => readers.roles.has(one))
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

/** A secret whose rotation, tags or life a service of AWS has in hand, or that no inventory can describe. */
function isOfService({ owningService, rotation, tags }: FoundSecret): boolean {
  const names = Object.keys(tags);
  return (
    Boolean(owningService) ||
    names.length > 48 ||
    names.some((name) => name.startsWith("aws:")) ||
    Boolean(rotation && !(rotation.lambdaArn && rotation.automaticallyAfterDays))
  );
}

/** Its name where no other has that; else with the account, and with the region. */
function idOf({ arn }: FoundSecret, all: readonly FoundSecret[], { accounts }: Decisions): string {
  const forms = [
    secretName,
    (one: string) =>
      `${accounts.find(({ id }) => id === accountOf(one))?.name ?? accountOf(one)}/${secretName(one)}`,
    (one: string) => `${accountOf(one)}/${parseArn(one)?.region}/${secretName(one)}`,
  ];
  const form = forms.find((of) => all.filter((other) => of(other.arn) === of(arn)).length === 1);
  return form?.(arn) ?? arn;
}
