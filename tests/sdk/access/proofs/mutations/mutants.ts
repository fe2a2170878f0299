import { broader, otherAccount, wildEnding } from "./broader";
import { asList, isObject, type Json, merged, without } from "./merged";

/** A document with one change, as an attacker or a careless editor could make it. */
export interface Mutant {
  /** The kind of the change. Runs take some mutants of each kind. */
  kind: string;
  /** Position of the changed statement. Undefined if the whole document changed. */
  statement?: number;
  /** The changed parts, in words. */
  parts: string[];
  document: Json | null;
}

/** Whether the mutant only lacks something, without a replacement. */
export function isRemoval({ kind }: Mutant): boolean {
  return kind.startsWith("drop") || kind.startsWith("shorten");
}

type Change = Omit<Mutant, "document" | "statement"> & { to: Json | null };

/** Every mutant of a document. It needs nothing but the document. */
export function mutantsOf(document: unknown): Mutant[] {
  if (!isObject(document)) return [];
  const statements = asList(document.Statement).filter(isObject);
  const put = (Statement: Json[]) => ({ ...document, Statement });
  return [
    { kind: "no document", parts: [], document: null },
    {
      kind: "no version",
      parts: [],
      document: without(document, "Version"),
    },
    ...statements.flatMap((statement, index) =>
      changes(statement).map(({ to, ...change }) => ({
        ...change,
        statement: index,
        document: put(
          statements.flatMap((one, other) => (other === index ? (to ? [to] : []) : [one])),
        ),
      })),
    ),
    ...statements.flatMap((one, first) =>
      statements.slice(first + 1).flatMap((two, offset) => {
        const both = merged(one, two);
        if (!both) return [];
        const rest = statements.filter(
          (_, other) => other !== first && other !== first + 1 + offset,
        );
        return {
          kind: "two statements in one",
          parts: [],
          statement: first,
          document: put([...rest, both]),
        };
      }),
    ),
  ];
}

function changes(statement: Json): Change[] {
  const isAllow = statement.Effect === "Allow";
  return [
    { kind: "drop statement", parts: ["the statement"], to: null },
    {
      kind: "swap effect",
      parts: [],
      to: { ...statement, Effect: isAllow ? "Deny" : "Allow" },
    },
    ...["Action", "Resource"].flatMap((element) =>
      // A Deny that denies more takes nothing from those whom the claims are about.
      elementChanges(statement, element).filter(({ kind }) => isAllow || !kind.startsWith("widen")),
    ),
    ...(statement.Principal === undefined || !isAllow ? [] : principalChanges(statement)),
    ...(statement.Condition === undefined
      ? []
      : [
          {
            kind: "drop all conditions",
            parts: conditionsOf(statement),
            to: without(statement, "Condition"),
          },
        ]),
    ...conditionChanges(statement),
  ];
}

function elementChanges(statement: Json, element: string): Change[] {
  const { [element]: value } = statement;
  if (value === undefined) return [];
  const values = asList(value).map(String);
  const put = (kind: string, to: unknown): Change => ({
    kind: `${kind} ${element}`,
    parts: [],
    to: { ...statement, [element]: to },
  });
  const [first = "", ...rest] = values;
  return [
    ...values.flatMap((one, index) =>
      broader(one).map((wide) => put("widen", values.with(index, wide))),
    ),
    ...values.flatMap((one, index) =>
      otherAccount(one).map((other) => put("swap account in", values.with(index, other))),
    ),
    ...(values.length > 1
      ? values.map((removed, index) => ({
          ...put(
            "shorten",
            values.filter((_, other) => other !== index),
          ),
          parts: [`${removed} in ${element}`],
        }))
      : []),
    {
      kind: `Not${element}`,
      parts: [],
      to: { ...without(statement, element), [`Not${element}`]: [first, ...rest] },
    },
  ];
}

const STRANGER = "999999999999";

function principalChanges(statement: Json): Change[] {
  const { Principal } = statement;
  const put = (kind: string, to: unknown): Change => ({
    kind,
    parts: [],
    to: { ...statement, Principal: to },
  });
  const who = isObject(Principal) ? Principal : { AWS: "*" };
  const aws = asList(who.AWS ?? []).map(String);
  const providers = asList(who.Federated ?? []).map(String);
  return [
    put("everyone as Principal", "*"),
    put("everyone as AWS Principal", { ...who, AWS: "*" }),
    put("add Principal", { ...who, AWS: [...aws, `arn:aws:iam::${STRANGER}:root`] }),
    put("add Principal", { ...who, AWS: [...aws, STRANGER] }),
    put("add service", { ...who, Service: [...asList(who.Service ?? []), "lambda.amazonaws.com"] }),
    put("add role", { ...who, AWS: [...aws, `arn:aws:iam::${STRANGER}:role/other`] }),
    ...aws.flatMap((one) =>
      otherAccount(one).map((other) => put("swap account in Principal", { ...who, AWS: other })),
    ),
    ...providers.flatMap((one) => [
      put("add provider", { ...who, Federated: [...providers, `${one}-2`] }),
      put("swap provider", { ...who, Federated: `${one}-2` }),
      ...otherAccount(one).map((other) =>
        put("swap account in provider", { ...who, Federated: other }),
      ),
    ]),
    {
      kind: "NotPrincipal",
      parts: [],
      // IAM advises against an Allow with NotPrincipal, but accepts it.
      to: { ...without(statement, "Principal"), NotPrincipal: { AWS: STRANGER } },
    },
  ];
}

function conditionChanges(statement: Json): Change[] {
  const { Condition } = statement;
  if (!isObject(Condition)) return [];
  return Object.entries(Condition).flatMap(([operator, block]) =>
    Object.entries(isObject(block) ? block : {}).flatMap(([key, value]) => {
      const condition = `condition ${operator} ${key}`;
      const keys = without(block as Json, key);
      const others = without(Condition, operator);
      const rest = Object.keys(keys).length > 0 ? { ...others, [operator]: keys } : others;
      const values = asList(value).map(String);
      const put = (kind: string, operatorThen: string, keyThen: string, to: unknown): Change => {
        const block = isObject(rest[operatorThen]) ? (rest[operatorThen] as Json) : {};
        const Condition = { ...rest, [operatorThen]: { ...block, [keyThen]: to } };
        return { kind, parts: [condition], to: { ...statement, Condition } };
      };
      return [
        {
          kind: "drop condition",
          parts: [condition],
          to: {
            ...without(statement, "Condition"),
            ...(Object.keys(rest).length > 0 && { Condition: rest }),
          },
        },
        ...operatorsBeside(operator).map((other) => put(`operator ${other}`, other, key, value)),
        ...likeOf(operator).flatMap((like) =>
          values.flatMap((one, index) =>
            wildEnding(one).map((wild) => put("wildcard", like, key, values.with(index, wild))),
          ),
        ),
        ...values.flatMap((one, index) =>
          otherAccount(one).map((other) =>
            put("swap account in condition", operator, key, values.with(index, other)),
          ),
        ),
        put("add value", operator, key, [...values, somethingElse(values[0] ?? "")]),
        put("other value", operator, key, somethingElse(values[0] ?? "")),
        ...(values.length > 1
          ? values.map((removed, index) => ({
              ...put(
                "shorten values",
                operator,
                key,
                values.filter((_, other) => other !== index),
              ),
              parts: [`${removed} in ${condition}`],
            }))
          : []),
        ...keysBeside(key).map((other) => put("other key", operator, other, value)),
        put("key in capitals", operator, key.toUpperCase(), value),
        put("ask that the key exists", "Null", key, "false"),
        put("ask that the key is missing", "Null", key, "true"),
      ];
    }),
  );
}

function conditionsOf({ Condition }: Json): string[] {
  if (!isObject(Condition)) return [];
  return Object.entries(Condition).flatMap(([operator, block]) =>
    Object.keys(isObject(block) ? block : {}).map((key) => `condition ${operator} ${key}`),
  );
}

/** Operators that people confuse with this one. */
function operatorsBeside(operator: string): string[] {
  const negated = operator.replace(/^(String|Arn)(Not)?/, (_, family: string, not?: string) =>
    not ? family : `${family}Not`,
  );
  const likes = likeOf(operator);
  const ignoring = operator.startsWith("String") ? [`${operator}IgnoreCase`] : [];
  return [
    ...[`${operator}IfExists`, `ForAnyValue:${operator}`, `ForAllValues:${operator}`],
    ...[`ForAllValues:${operator}IfExists`, negated, ...likes, ...ignoring],
  ];
}

function likeOf(operator: string): string[] {
  return [operator.replace("Equals", "Like")];
}

/** A value of the same form that means somebody or something else. */
function somethingElse(value: string): string {
  return value.endsWith("x") ? `${value}y` : `${value}x`;
}

/** The same tag under another family of keys, and the account's or organization's key of another party. */
function keysBeside(key: string): string[] {
  const families = ["aws:PrincipalTag/", "aws:RequestTag/", "aws:ResourceTag/"];
  const family = families.find((one) => key.startsWith(one));
  if (family) {
    const tag = key.slice(family.length);
    return families.filter((one) => one !== family).map((one) => `${one}${tag}`);
  }
  const others: Record<string, string> = {
    "aws:PrincipalArn": "aws:SourceArn",
    "aws:PrincipalOrgID": "aws:ResourceOrgID",
    "aws:SourceAccount": "aws:ResourceAccount",
    "kms:CallerAccount": "aws:ResourceAccount",
    "kms:EncryptionContext:SecretARN": "kms:EncryptionContext:PARAMETER_ARN",
    "kms:ViaService": "aws:PrincipalServiceName",
  };
  const other = others[key];
  return other ? [other] : [];
}
