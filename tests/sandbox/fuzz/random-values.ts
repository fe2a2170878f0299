import { A, B, REGION } from "../support";
import type { Random } from "./random";
import type { Shape } from "./shape";

/** Draws values for inputs: most are valid in the model, others are at its limits, and others are anything. */
interface RandomValues {
  input(shape: Shape): Record<string, unknown>;
  /** Remembers the texts of an answer, so that later inputs name existing things. */
  learn(answer: unknown): void;
  /** The text that was last learned under a name. */
  newest(name: string): string;
}

/** How many of the latest texts are kept under each name. */
const KEPT = 20;

/** `spared` texts are never learned. They name the caller, which must keep its rights. */
export function randomValues(random: Random, spared: string[]): RandomValues {
  const known = new Map<string, string[]>();

  const draw = (shape: Shape, name: string, depth: number): unknown => {
    const share = random.below(100);
    if (share < 3) return anything(random, depth);
    const isEdge = share < 10;
    switch (shape.type) {
      case "structure":
        return structure(shape, depth);
      case "list":
        return listOf(shape, name, depth, isEdge);
      case "map":
        return Object.fromEntries(
          Array.from({ length: random.below(3) }, () => [
            textOf({ type: "string" }, "key", isEdge),
            draw(shape.item ?? { type: "string" }, "value", depth + 1),
          ]),
        );
      case "boolean":
        return random.chance(0.5);
      case "integer":
      case "long":
        return integerOf(shape, isEdge);
      case "blob":
        return random.pick(known.get("CiphertextBlob") ?? ["eA=="]);
      default:
        return textOf(shape, name, isEdge);
    }
  };

  const structure = ({ members = {} }: Shape, depth: number): Record<string, unknown> => {
    const given = Object.entries(members).filter(
      ([, { location, isRequired }]) =>
        location === "uri" || random.chance(isRequired ? 0.97 : depth > 0 ? 0.6 : 0.3),
    );
    const input = Object.fromEntries(
      given.map(([name, member]) => [name, draw(member, name, depth + 1)]),
    );
    if (random.chance(0.02)) input[random.pick(STRAYS)] = anything(random, depth);
    return input;
  };

  const listOf = (shape: Shape, name: string, depth: number, isEdge: boolean): unknown[] => {
    const { min = 0, max = 5 } = shape;
    const length = isEdge ? random.pick([0, min, Math.min(max + 1, 120)]) : 1 + random.below(2);
    const item = shape.item ?? { type: "string" };
    return Array.from({ length }, () => draw(item, name, depth + 1));
  };

  const integerOf = ({ min = 0, max = 10_000 }: Shape, isEdge: boolean): number => {
    const edges = [min, max, min - 1, max + 1, -1, 0, 2 ** 31, 2 ** 53, -(2 ** 63)];
    return isEdge ? random.pick(edges) : min + random.below(Math.min(max - min + 1, 100));
  };

  const textOf = (shape: Shape, name: string, isEdge: boolean): string => {
    const { min = 0, max = 300 } = shape;
    if (isEdge) {
      const lengths = [0, min - 1, min, max, max + 1].filter((length) => length >= 0);
      return random.chance(0.5)
        ? "x".repeat(Math.min(random.pick(lengths), 70_000))
        : random.pick(ODD_TEXTS);
    }
    if (shape.enum) return random.pick(shape.enum);
    if (/role/i.test(name) && /^[a-z]/.test(name) && random.chance(0.6)) return ROLE;
    const learned = known.get(name) ?? [];
    if (learned.length > 0 && random.chance(0.5)) return random.pick(learned);
    if (/arn/i.test(name) && random.chance(0.5)) return random.pick(ARNS);
    if (/policy|document/i.test(name) && random.chance(0.7)) return random.pick(RESOURCE_POLICIES);
    return random.pick(TEXTS[name] ?? NAMES);
  };

  const learn = (answer: unknown): void => {
    if (typeof answer !== "object" || answer === null) return;
    for (const [name, value] of Object.entries(answer)) {
      if (typeof value !== "string") learn(value);
      else if (value !== "" && !spared.some((one) => value.includes(one)))
        known.set(name, [...(known.get(name) ?? []), value].slice(-KEPT));
    }
  };

  const newest = (name: string) => known.get(name)?.at(-1) ?? "none";
  return { input: (shape) => structure(shape, 0), learn, newest };
}

/** A value of any kind, which no model expects. */
function anything(random: Random, depth: number): unknown {
  const nested = () => (depth > 3 ? null : anything(random, depth + 1));
  return random.pick([
    () => null,
    () => random.pick(ODD_TEXTS),
    () => random.pick([0, -1, 1.5, 1e308, 2 ** 53]),
    () => random.chance(0.5),
    () => [nested(), nested()],
    () => ({ [random.pick(STRAYS)]: nested() }),
    () => [],
    () => ({}),
  ])();
}

const NAMES = ["a", "a", "a", "b", "b", "/x/p"];
const ROLE = `arn:aws:iam::${A}:role/a`;
const STRAYS = ["__proto__", "constructor", "toString", "member", "Extra", "", "a.b", "1"];
const ODD_TEXTS = [
  ...["", " ", "\0", "a\0b", "\ud800", "\u202e", "é", "👍".repeat(50), "%00", "%", "../..", "//"],
  ...[
    "*",
    "?",
    "$" + "{aws:username}",
    "arn:",
    "arn:aws:iam::",
    ":::::::",
    "null",
    "NaN",
    "-0",
    "1e9",
  ],
  ...[
    "{",
    "[]",
    '{"Statement":{}}',
    "<a>&</a>",
    "__proto__",
    "x".repeat(3000),
    "\r\nx: y",
    "+",
    "=",
  ],
];
const ARNS = [
  ...["root", "role/a", "role/x/a", "user/a", "policy/a", "group/a", "oidc-provider/a.example"].map(
    (name) => `arn:aws:iam::${A}:${name}`,
  ),
  ...[`arn:aws:iam::${B}:role/a`, "arn:aws:iam::aws:policy/ReadOnlyAccess"],
  ...["kms:us-east-1", "secretsmanager:us-east-1", "ssm:eu-west-1", "eks:us-east-1"].map(
    (place) => `arn:aws:${place}:${A}:key/a`,
  ),
  ...[`arn:aws:eks:${REGION}:${A}:cluster/a`, `arn:aws:ssm:${REGION}:${A}:parameter/a`],
  ...[`arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy`, "arn:aws-cn:iam::1:role/a"],
];

const documentOf = (...statements: unknown[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const ALLOW = { Effect: "Allow", Action: "*", Resource: "*" };
const ROOT = { AWS: `arn:aws:iam::${A}:root` };

/** Policies of every kind, and texts that are not policies. */
const RESOURCE_POLICIES = [
  documentOf(ALLOW),
  documentOf({ ...ALLOW, Principal: ROOT }),
  documentOf({ ...ALLOW, Effect: "Deny", Principal: "*", Condition: { Bool: { a: "true" } } }),
  documentOf({ Effect: "Allow", Principal: ROOT, Action: ["sts:AssumeRole", "sts:TagSession"] }),
  documentOf({
    Effect: "Allow",
    Principal: { Service: ["eks.amazonaws.com", "pods.eks.amazonaws.com"] },
    Action: ["sts:AssumeRole", "sts:TagSession"],
  }),
  documentOf({ ...ALLOW, Principal: { AWS: `arn:aws:iam::${A}:role/a` } }),
  documentOf({
    ...ALLOW,
    Condition: { StringLike: { "aws:PrincipalTag/a": "$" + "{aws:username}*" } },
  }),
  documentOf({ ...ALLOW, Condition: { NumericLessThan: { "aws:MultiFactorAuthAge": "1e400" } } }),
  documentOf(),
  documentOf(null),
  documentOf({ ...ALLOW, Resource: [null, []] }),
  '{"Statement":',
  "x",
];

/** Values that services accept, by the names of their members. */
const TEXTS: Record<string, string[]> = {
  Url: ["https://a.example", "http://a.example"],
  Path: ["/", "/x/", "/x"],
  PathPrefix: ["/", "/x"],
  KeyId: ["alias/a", "alias/aws/ssm", "alias/aws/secretsmanager"],
  KmsKeyId: ["alias/a", "alias/aws/secretsmanager"],
  AliasName: ["alias/a", "alias/b", "alias/aws/x"],
  TargetKeyId: ["alias/a"],
  Region: ["eu-west-1", REGION, "nowhere-1"],
  ReplicaRegion: ["eu-west-1", REGION],
  RemoveReplicaRegions: ["eu-west-1", "eu-north-1"],
  ClientRequestToken: ["1".repeat(32), "2".repeat(32)],
  clientRequestToken: ["token", "other"],
  SecretString: ["value", "other"],
  RotationLambdaARN: [`arn:aws:lambda:${REGION}:${A}:function:a`],
  ScheduleExpression: ["rate(10 days)", "cron(0 8 * * ? *)", "rate(x)"],
  Duration: ["2h", "25h"],
  RoleSessionName: ["session"],
  ThumbprintList: ["0".repeat(40)],
  VersionId: ["v1", "v2", "1".repeat(32)],
  version: ["1.33", "1.34"],
  subnetIds: ["subnet-1", "subnet-2"],
  subnets: ["subnet-1"],
  addonName: ["eks-pod-identity-agent", "aws-secrets-store-csi-driver-provider", "coredns"],
  configurationValues: ["{}", "{", "[]", '{"a":1}', "null"],
  policyArn: ["arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"],
  ServiceName: [`com.amazonaws.${REGION}.ssm`],
  Key: ["a", "aws:a", "name", "Name", "Path", "tag:a"],
  TagKey: ["a", "aws:a"],
  Value: ["value", "other"],
};
