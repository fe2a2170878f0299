import type { DescribeSecretResponse } from "@aws-sdk/client-secrets-manager";
import { OWN_POLICY_NAME } from "eks-pod-secrets/defaults";
import { REVOKED, REVOKED_SESSIONS } from "eks-pod-secrets/policy";
import { isMapping } from "iam-proof/collections";
import { parseArn, secretName } from "iam-proof/names";
import { canonical, digest } from "../../../stacks/run-record";
import { type ClassObject, classObjects } from "../../clusters/class-objects";

/** The parts of an object in words, each with a fingerprint of its content, or with an empty text if the words say all. */
export type Parts = Record<string, string>;

/** Policies that this package puts on a role. */
const OWN = [OWN_POLICY_NAME, REVOKED, REVOKED_SESSIONS];

/** The parts of a role that `up` removes unless the inventory declares them. The name of an attached policy is its ARN. */
export function roleParts(role: {
  trust?: unknown;
  policies?: readonly { name: string; document: unknown }[] | undefined;
  permissionsBoundary?: string | null | undefined;
  tags?: Tags;
}): Parts {
  const { permissionsBoundary: boundary, policies = [], tags, trust } = role;
  const others = policies.filter(({ name }) => !OWN.includes(name));
  return {
    "trust policy": fingerprintOf(trust),
    ...(boundary && { [`permissions boundary ${boundary}`]: "" }),
    ...Object.fromEntries(others.map(({ document, name }) => policyPart(name, document))),
    ...tagParts(tags),
  };
}

export type Tags = Record<string, string> | null | undefined;

/** The tags of an object, and the CloudFormation stack that holds it. Nobody can take off AWS's own tags, which begin with `aws:`. */
export function tagParts(tags: Tags): Parts {
  const others = Object.entries(tags ?? {}).filter(([name]) => !name.startsWith("aws:"));
  const address = tags?.["aws:cloudformation:stack-name"];
  return {
    ...Object.fromEntries(others.map(([name, value]) => [`tag ${name}`, fingerprintOf(value)])),
    ...(address && deployerParts([{ tool: "cloudformation", address }])),
  };
}

/** How a policy of a role is told. */
function policyPart(name: string, document: unknown): [part: string, says: string] {
  return name.startsWith("arn:")
    ? [`managed policy ${name}`, ""]
    : [`inline policy ${name}`, fingerprintOf(document)];
}

/** What an association gives its pods, or an annotation its service account. */
export function wayParts(given: {
  roleArn?: string | undefined;
  targetRoleArn?: string | null | undefined;
  disableSessionTags?: boolean | null | undefined;
  policy?: unknown;
  tags?: Tags;
}): Parts {
  const { disableSessionTags, policy, roleArn, tags, targetRoleArn } = given;
  return {
    ...(roleArn && { [`role ${roleArn}`]: "" }),
    ...(targetRoleArn && { [`target role ${targetRoleArn}`]: "" }),
    ...(disableSessionTags && { "session tags that are off": "" }),
    ...(policy ? { "session policy": fingerprintOf(policy) } : {}),
    ...tagParts(tags),
  };
}

/** What a secret has besides its value and its policy, as `DescribeSecret` says it. */
export function secretParts(said: DescribeSecretResponse): Parts {
  const { Description, KmsKeyId, RotationEnabled, RotationLambdaARN, Tags = [] } = said;
  const { AutomaticallyAfterDays, ScheduleExpression } = said.RotationRules ?? {};
  const rotation = [RotationLambdaARN, AutomaticallyAfterDays, ScheduleExpression];
  const replicas = (said.ReplicationStatus ?? []).map((one): [string, string] => [
    `replica in ${one.Region}`,
    one.KmsKeyId ?? "",
  ]);
  return {
    ...(Description && { description: fingerprintOf(Description) }),
    ...(KmsKeyId && { [`key ${KmsKeyId}`]: "" }),
    ...(RotationEnabled && { rotation: fingerprintOf(rotation.map((one) => one ?? null)) }),
    ...Object.fromEntries(replicas),
    ...tagParts(Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]))),
  };
}

/** A Kubernetes Secret that copies files of a SecretProviderClass. */
interface Copy {
  secretName?: string;
  data?: readonly { key?: string; objectName?: string }[];
}

/** Who deploys an object, and would write it back. */
export function deployerParts(all: readonly { tool: string; address: string }[]): Parts {
  return Object.fromEntries(all.map((by) => [`deployment by ${by.tool} ${by.address}`, ""]));
}

/** The files that a SecretProviderClass mounts, its other parameters, and the Kubernetes Secrets that it fills. */
export function classParts(spec: {
  parameters?: Record<string, string> | undefined;
  secretObjects?: readonly Copy[] | undefined;
}): Parts {
  // The identity of the reader decides whether a class uses Pod Identity.
  const { objects = "", usePodIdentity: _, ...parameters } = spec.parameters ?? {};
  const copies = (spec.secretObjects ?? []).flatMap(({ data = [], secretName: name, ...more }) => [
    ...data.map(({ key, objectName = "" }) => [`${key} of Secret ${name}`, fileName(objectName)]),
    ...Object.entries(more).map(([part, one]) => [`${part} of Secret ${name}`, fingerprintOf(one)]),
  ]);
  const others = Object.entries(parameters).map(([name, one]) => [
    `parameter ${name}`,
    fingerprintOf(one),
  ]);
  return Object.fromEntries([...filesIn(objects), ...others, ...copies]);
}

/** The files of a class. If the objects are not understood, the whole text. */
function filesIn(objects: string): [string, string][] {
  const all = objects === "" ? [] : classObjects(objects);
  return typeof all === "string"
    ? [["list of objects", fingerprintOf(objects)]]
    : all.flatMap(filesOf);
}

function filesOf({ jmesPath = [], objectAlias, objectName, ...more }: ClassObject) {
  const { filePermission, objectVersion, objectVersionLabel: label } = more;
  const settings = [objectVersion, label === "AWSCURRENT" ? "" : label, filePermission];
  const says = [plainName(objectName), ...settings].join(" ").trim();
  return [
    [`file ${fileName(objectAlias || objectName)}`, says],
    ...jmesPath.map((one) => [
      `file ${fileName(one.objectAlias ?? "")}`,
      [says, one.path, one.filePermission].join(" ").trim(),
    ]),
  ] as [string, string][];
}

/** The name of a secret or parameter, from its name or ARN. */
function plainName(given: string): string {
  const { resource = given, service } = parseArn(given) ?? {};
  return service === "secretsmanager"
    ? secretName(given)
    : resource.replace(/^(?:parameter)?\//, "");
}

/** The name of a file as ASCP writes it. */
export function fileName(name: string): string {
  return name.replaceAll("/", "_");
}

/** AWS returns lists, such as principals, in any order. */
function fingerprintOf(document: unknown): string {
  return digest([canonical(sorted(document))]).slice(0, 16);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => canonical(sorted(one))).sort();
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, sorted(one)]));
}

/**
 * The parts of an object that `adopt` did not see and that the inventory does not make or keep. `known`: the content of each such
 * part.
 */
export function unseenParts(now: Parts, seen: Parts, known: readonly Parts[]): string[] {
  return Object.entries(now).flatMap(([part, says]) => {
    if ([seen, ...known].some((one) => one[part] === says)) return [];
    return part in seen ? `another ${part}` : part;
  });
}
