import { regionOf } from "iam-proof/names";
import {
  type PodSecretArgs,
  PolicyStyle,
  ReaderIdentity,
  type SecretReaderArgs,
} from "../argument-types/pod-secret-args";
import * as rules from "../rules";
import { managedKeyServesOneAccount } from "../rules/mounts";
import { type Problem, problemIf, shown, within } from "../rules/problem";
import { choiceProblems, numberProblems, textProblems } from "../rules/rule";
import { keyProblems } from "./readable-problems";
import { onePartitionProblems, podRoleProblems, readerProblems } from "./role-problems";
import { isKnown, type Known } from "./whole";

/** What is given, known or not. */
type Given = { readonly [K in keyof PodSecretArgs]: unknown } & { readers?: readonly unknown[] };

/** What AWS would refuse in a secret's arguments, and what would let others read. `given` tells an absent value from an unknown one. */
export function podSecretProblems(args: Known<PodSecretArgs>, given: Given): Problem[] {
  const { existingSecretArn, keyArn, readers, replicas, rotation, sealedFor } = args;
  return [
    ...presenceProblems(given),
    ...crossAccountProblems(args, given),
    ...tagProblems(args, given),
    ...textProblems(["secretName"], args.secretName, rules.secretName),
    ...textProblems(["renamedFrom"], args.renamedFrom, rules.secretName),
    ...rules.arnProblems(["existingSecretArn"], existingSecretArn, rules.secretArn),
    ...rules.arnProblems(["keyArn"], keyArn, rules.keyArn),
    ...recoveryProblems(args),
    ...replicaProblems(args),
    ...within(["rotation"], rotationProblems(args)),
    ...readersProblems(args),
    ...textProblems(["organizationId"], args.organizationId, rules.organizationId),
    ...(sealedFor ?? []).flatMap((arn, index) =>
      rules.arnProblems(["sealedFor", index], arn, rules.principalArn),
    ),
    ...choiceProblems(["style"], args.style, PolicyStyle),
    ...onePartitionProblems({
      existingSecretArn,
      keyArn,
      replicas,
      rotation,
      readers,
      sealedFor,
    }),
  ];
}

/** Properties that apply only to a secret that is created, not to one that exists. */
const ofCreation = [
  "secretName",
  "renamedFrom",
  "description",
  "keyArn",
  "recoveryWindowInDays",
  "tags",
  "replicas",
] as const;

function presenceProblems(given: Given): Problem[] {
  if (given.existingSecretArn === undefined) {
    const says = "is required unless existingSecretArn is given";
    return given.secretName === undefined ? problemIf(["secretName"], says) : [];
  }
  const says =
    "cannot be set with existingSecretArn: only the resource policy of an existing secret is managed";
  return ofCreation.flatMap((property) =>
    given[property] === undefined ? [] : problemIf([property], says),
  );
}

function crossAccountProblems(args: Known<PodSecretArgs>, given: Given): Problem[] {
  if (!given.readers?.length || given.existingSecretArn !== undefined) return [];
  // The PodReader of each reader knows which copies it reads, and demands the keys of those.
  const replicas = "replicas" in args ? args.replicas : [];
  if (!replicas || [args, ...replicas].some((copy) => !copy || "keyArn" in copy)) return [];
  const says = `is required because other accounts read the secret; ${managedKeyServesOneAccount}`;
  return problemIf(["keyArn"], says);
}

function recoveryProblems({ recoveryWindowInDays: days }: Known<PodSecretArgs>): Problem[] {
  if (days === undefined || rules.recoveryDays.includes(days)) return [];
  const says = `must be ${rules.recoveryDaysInWords}, got ${shown(days)}`;
  return problemIf(["recoveryWindowInDays"], says);
}

function replicaProblems({ replicas = [] }: Known<PodSecretArgs>): Problem[] {
  const regions = replicas.map((replica) => replica?.region);
  return replicas.flatMap((replica, index) => {
    const isTaken = replica?.region !== undefined && regions.indexOf(replica.region) < index;
    return within(
      ["replicas", index],
      isTaken
        ? problemIf(["region"], `must be a region of its own, got ${shown(replica.region)}`)
        : textProblems(["region"], replica?.region, rules.region),
      keyProblems(["keyArn"], replica?.keyArn, replica?.region, "replica"),
    );
  });
}

/** Secrets Manager can only call a function in its own region. The secret's key is in that region, too. */
function rotationProblems(args: Known<PodSecretArgs>): Problem[] {
  const { automaticallyAfterDays, lambdaArn } = args.rotation ?? {};
  const region = regionOf(args.existingSecretArn ?? args.keyArn);
  return [
    ...rules.arnProblems(["lambdaArn"], lambdaArn, rules.functionArn, (arn) =>
      rules.regionFlaw(arn, region, "function", "secret"),
    ),
    ...numberProblems(["automaticallyAfterDays"], automaticallyAfterDays, rules.rotationDays),
  ];
}

function readersProblems({ readers = [], style }: Known<PodSecretArgs>): Problem[] {
  const identities = readers.map(identityOf);
  return readers.flatMap((one, index) => {
    const first = identities.indexOf(identities[index]);
    const isRepeated = identities[index] !== undefined && first < index;
    const says = `must be another service account or role than that of readers[${first}]`;
    return within(
      ["readers", index],
      within(["reader"], readerProblems(one?.reader)),
      podRoleProblems(["roleArn"], one?.roleArn, one?.reader?.clusterArn),
      choiceProblems(["identity"], one?.identity, ReaderIdentity),
      style === PolicyStyle.Attributes && (one?.identity ?? "podIdentity") !== "podIdentity"
        ? problemIf(
            ["identity"],
            `must be podIdentity with style attributes, got ${shown(one?.identity)}: other sessions have no tags to compare`,
          )
        : [],
      isRepeated ? problemIf(["reader"], says) : [],
    );
  });
}

/** What identifies a reader. Undefined while any part of it is unknown. */
function identityOf(one: Known<SecretReaderArgs> | undefined): string | undefined {
  // SharedSecret has no role ARN; the reader itself says which role it is.
  const { identity: _, reader, ...role } = one ?? {};
  const parts = { ...reader, ...role };
  return reader && isKnown(parts) ? JSON.stringify(Object.entries(parts).sort()) : undefined;
}

/** Tags are demanded only while there are readers: nothing else compares them, and removing the last reader must not require them. */
function tagProblems({ style, tags }: Known<PodSecretArgs>, given: Given): Problem[] {
  const unknown = given.tags !== undefined && tags === undefined;
  if (style !== PolicyStyle.Attributes || given.existingSecretArn || unknown) return [];
  if (!given.readers?.length) return [];
  return ["eks-cluster-name", "kubernetes-namespace"]
    .filter((key) => !(key in (tags ?? {})))
    .flatMap((key) => {
      const says = `must have ${key} in style attributes, whose policies compare it with the pod's session`;
      return problemIf(["tags"], says);
    });
}
