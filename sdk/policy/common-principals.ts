import { groupBy, oneOrSorted } from "iam-proof/collections";
import { parseArn } from "iam-proof/names";
import type { ConditionBlock, WrittenStatement } from "./document";

/** Whom two statements mean both. */
interface CommonPrincipals {
  principal: Pick<WrittenStatement, "Principal" | "NotPrincipal">;
  /** Who of these, where no principal says it. */
  narrowed: ConditionBlock;
}

/** One principal of a statement. */
interface Entry {
  type: string;
  name: string;
  /** The whole account: its own policies say who of it. */
  account?: string;
}

export function commonPrincipals(
  one: WrittenStatement,
  other: WrittenStatement,
): CommonPrincipals[] {
  const [negated, plain] = one.NotPrincipal === undefined ? [other, one] : [one, other];
  const { NotPrincipal } = negated;
  if (NotPrincipal !== undefined) {
    const isIt = JSON.stringify(NotPrincipal) === JSON.stringify(plain.NotPrincipal);
    const isAny = entriesOf(plain).some(({ name }) => name === "*");
    return isIt || isAny ? [{ principal: { NotPrincipal }, narrowed: {} }] : [];
  }
  const [ours, theirs] = [entriesOf(one), entriesOf(other)];
  // An identity policy has none.
  if (ours.length === 0 && theirs.length === 0) return [{ principal: {}, narrowed: {} }];
  const pairs = ours.flatMap((entry) => theirs.map((second) => [entry, second] as const));
  const named = pairs.flatMap(([entry, second]) => narrower(entry, second) ?? []);
  const within = pairs
    .flatMap(([entry, second]) => [...memberOf(entry, second), ...memberOf(second, entry)])
    .filter(({ account, name }) => !named.some((entry) => isIn(entry, account, name)));
  return [
    ...(named.length > 0 ? [{ principal: { Principal: written(named) }, narrowed: {} }] : []),
    ...groupBy(within, ({ account }) => account.name).flatMap(([, members]) =>
      members.slice(0, 1).map(({ account }) => ({
        principal: { Principal: written([account]) },
        narrowed: {
          ArnEquals: { "aws:PrincipalArn": oneOrSorted(members.map(({ name }) => name)) },
        },
      })),
    ),
  ];
}

function entriesOf({ Principal = {} }: WrittenStatement): Entry[] {
  if (Principal === "*") return [EVERYBODY];
  return Object.entries(Principal).flatMap(([type, names]) =>
    [names].flat().map((name) => {
      if (name === "*" && type === "AWS") return EVERYBODY;
      const account =
        type === "AWS" ? /^(?:arn:[a-z-]+:iam::)?(\d{12})(?::root)?$/.exec(name) : null;
      return { type, name, ...(account && { account: account[1] ?? "" }) };
    }),
  );
}

const EVERYBODY: Entry = { type: "AWS", name: "*" };

function narrower(one: Entry, other: Entry): Entry | undefined {
  if (other.name === "*" || (one.type === other.type && one.name === other.name)) return one;
  if (one.name === "*") return other;
  return one.account !== undefined && one.account === other.account ? one : undefined;
}

/** A role or user of an account that the other statement means as a whole: there, its own policies must allow it, too. */
function memberOf(account: Entry, { name, type }: Entry): { account: Entry; name: string }[] {
  const arn = type === "AWS" ? parseArn(name) : undefined;
  const isMember = arn && arn.account === account.account && /^(?:role|user)\//.test(arn.resource);
  return isMember ? [{ account, name }] : [];
}

function isIn(entry: Entry, { account }: Entry, member: string): boolean {
  return entry.name === "*" || entry.name === member || entry.account === account;
}

function written(entries: readonly Entry[]): WrittenStatement["Principal"] {
  if (entries.some(({ name, type }) => name === "*" && type === "AWS")) return "*";
  const byType = groupBy(entries, ({ type }) => type);
  return Object.fromEntries(
    byType.map(([type, all]) => [type, oneOrSorted(all.map(({ name }) => name))]),
  );
}

/** A secret as a reader sees it. */
export interface ReadableSecret {
  /** Full ARN, with the six random characters. */
  arn: string;
  /** ARN of the customer managed key. Without one, the AWS managed key of the secret's account encrypts it. */
  keyArn?: string;
  /**
   * ARNs that may stand in the encryption context as `SecretARN`. Defaults to the secret's own; a replica has its
   * primary's too, because AWS does not document which of the two it uses.
   */
  encryptionContextArns?: string[];
  /** `attributes`: the secret carries its readers' attribute tags, and a reader of its own account must match them. Defaults to `exact`. */
  style?: "exact" | "attributes";
}

/** A Systems Manager parameter as a reader sees it. */
export interface ReadableParameter {
  arn: string;
  /** ARN of the customer managed key of a SecureString. */
  keyArn?: string;
}

export const secretReadActions = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"];
