import type { PodSecretArgs } from "../args/pod-secret-args";
import { PolicyStyle, styleProblems } from "../args/policy-style";
import { type ReaderArgs, readerProblems } from "../args/reader-args";
import { mustBe, type Problem } from "../rules/problem";
import {
  arnProblems,
  daysProblems,
  eachArnProblems,
  functionRule,
  keyRegionProblems,
  keyRule,
  organizationProblems,
  ownRoleProblems,
  roleRule,
  secretRule,
} from "./aws-name";
import type { Known } from "./known";

/** What AWS would refuse of a secret's arguments, or what would let others read. `given` tells an absent value from an unknown one. */
export function podSecretProblems(args: Known<PodSecretArgs>, given?: PodSecretArgs): Problem[] {
  return [
    ...(given
      ? [...presenceProblems(given), ...crossAccountProblems(given), ...tagProblems(args, given)]
      : []),
    ...nameProblems(args.secretName),
    ...arnProblems("existingSecretArn", args.existingSecretArn, secretRule),
    ...arnProblems("kmsKeyArn", args.kmsKeyArn, keyRule),
    ...(args.recoveryWindowInDays === 0
      ? []
      : daysProblems("recoveryWindowInDays", args.recoveryWindowInDays, 7, 30)),
    ...replicaProblems(args),
    ...arnProblems("rotation.lambdaArn", args.rotation?.lambdaArn, functionRule),
    ...daysProblems(
      "rotation.automaticallyAfterDays",
      args.rotation?.automaticallyAfterDays,
      1,
      1000,
    ),
    ...readersProblems(args),
    ...organizationProblems("organizationId", args.organizationId),
    ...sealProblems(args),
    ...styleProblems("style", args.style),
  ];
}

/** Of the properties of a secret that is created, none applies to one that exists. */
const ofCreation = [
  "secretName",
  "description",
  "kmsKeyArn",
  "recoveryWindowInDays",
  "tags",
  "replicas",
] as const;

function presenceProblems(given: PodSecretArgs): Problem[] {
  if (given.existingSecretArn === undefined) {
    return given.secretName === undefined
      ? [
          {
            propertyPath: "secretName",
            reason: "secretName is required unless existingSecretArn is given",
          },
        ]
      : [];
  }
  return ofCreation
    .filter((property) => given[property] !== undefined)
    .map((property) => ({
      propertyPath: property,
      reason: `${property} cannot be set with existingSecretArn: only the resource policy of an existing secret is managed`,
    }));
}

function crossAccountProblems(given: PodSecretArgs): Problem[] {
  if (!given.readers?.length || given.existingSecretArn !== undefined) return [];
  // Which copies the readers read, their PodReaders know, and demand the keys of those.
  const copies = [given, ...(given.replicas ?? [])];
  if (copies.some(({ kmsKeyArn }) => kmsKeyArn !== undefined)) return [];
  const why = "because other accounts read the secret; the AWS managed key serves one account only";
  return [{ propertyPath: "kmsKeyArn", reason: `kmsKeyArn is required ${why}` }];
}

function nameProblems(name: string | undefined): Problem[] {
  if (name === undefined || /^[A-Za-z0-9/_+=.@-]{1,512}$/.test(name)) return [];
  return [mustBe("secretName", "1 to 512 letters, digits and /_+=.@-", name)];
}

function replicaProblems({ replicas = [] }: Known<PodSecretArgs>): Problem[] {
  const regions = replicas.map((replica) => replica?.region);
  return replicas.flatMap((replica, index) => [
    ...(replica?.region !== undefined && regions.indexOf(replica.region) < index
      ? [mustBe(`replicas[${index}].region`, "a region of its own", replica.region)]
      : []),
    ...arnProblems(`replicas[${index}].kmsKeyArn`, replica?.kmsKeyArn, keyRule),
    ...keyRegionProblems(
      `replicas[${index}].kmsKeyArn`,
      replica?.kmsKeyArn,
      replica?.region,
      "replica",
    ),
  ]);
}

function readersProblems({ readers = [] }: Known<PodSecretArgs>): Problem[] {
  const identities = readers.map((one) => identityOf(one?.reader));
  return readers.flatMap((one, index) => {
    const at = `readers[${index}]`;
    const first = identities.indexOf(identities[index]);
    return [
      ...readerProblems(one?.reader ?? {}, `${at}.reader.`),
      ...arnProblems(`${at}.roleArn`, one?.roleArn, roleRule),
      ...ownRoleProblems(`${at}.roleArn`, one?.roleArn, one?.reader?.clusterArn),
      ...(identities[index] !== undefined && first < index
        ? [
            {
              propertyPath: `${at}.reader`,
              reason: `${at}.reader must be another service account than that of readers[${first}]`,
            },
          ]
        : []),
    ];
  });
}

/** Undefined as long as a part is not known. */
function identityOf(reader: Known<ReaderArgs> | undefined): string | undefined {
  const parts = [reader?.clusterArn, reader?.namespace, reader?.serviceAccount];
  return parts.includes(undefined) ? undefined : parts.join(" ");
}

function sealProblems({ sealedFor }: Known<PodSecretArgs>): Problem[] {
  return eachArnProblems("sealedFor", sealedFor, {
    of: "an IAM role, user or account root",
    service: roleRule.service,
    resource: /^((role|user)\/.+|root)$/,
  });
}

/** Without readers nothing compares the tags, and the last reader must not need them to be let go. */
function tagProblems({ style, tags }: Known<PodSecretArgs>, given: PodSecretArgs): Problem[] {
  const unknown = given.tags !== undefined && tags === undefined;
  if (style !== PolicyStyle.Attributes || given.existingSecretArn || unknown) return [];
  if (!given.readers?.length) return [];
  return ["eks-cluster-name", "kubernetes-namespace"]
    .filter((key) => !(key in (tags ?? {})))
    .map((key) => ({
      propertyPath: "tags",
      reason: `tags must have ${key} in style attributes, whose policies compare it with the pod's session`,
    }));
}
