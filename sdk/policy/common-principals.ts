import { groupBy, oneOrSorted } from "iam-proof/collections";
import { parseArn } from "iam-proof/names";
import type { ConditionBlock, WrittenStatement } from "./document";

/** The principals that two statements have in common. */
interface CommonPrincipals {
  principal: Pick<WrittenStatement, "Principal" | "NotPrincipal">;
  /** Conditions that narrow these principals where an element cannot. */
  narrowed: ConditionBlock;
}

/** One principal of a statement. */
interface Entry {
  type: string;
  name: string;
  /** The whole account, whose own policies decide which of its principals are meant. */
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
  // Identity policies have no principals.
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

/** A role or user in an account that the other statement names as a whole. There, the account's own policies must allow it, too. */
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

/** A secret from a reader's point of view. */
export interface ReadableSecret {
  /** Full ARN, including the six random characters. */
  arn: string;
  /** ARN of the customer managed key. Without it, the AWS managed key of the secret's account encrypts the secret. */
  keyArn?: string;
  /**
   * ARNs that may be in the encryption context as `SecretARN`. Defaults to the secret's own. A replica also has its primary's,
   * because AWS does not document which of the two it uses.
   */
  encryptionContextArns?: string[];
  /**
   * With `attributes`, the secret carries its readers' attribute tags, and a reader in its own account must match them. Defaults to
   * `exact`.
   */
  style?: "exact" | "attributes";
}

/** A Systems Manager parameter from a reader's point of view. */
export interface ReadableParameter {
  arn: string;
  /** ARN of the customer managed key of a SecureString. */
  keyArn?: string;
}

export const secretReadActions = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"];
