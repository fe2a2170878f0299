import { isSameJson } from "iam-proof/collections";
import { plannedArns } from "../access/landing-zone/landing-zone-documents";
import { isOfGrant, type LandingZone, type ResolvedGrant, type ResolvedReader } from "../grant";
import { readerKey } from "../grant/landing-zone/pods";
import { grantedObjects } from "../manifest/granted-objects";
import { ROLE_ANNOTATION } from "../manifest/service-account";
import { type PolicyDocument, secretArnIn } from "../policy";
import { type DeployedValues, type HeldResource, outputsIn } from "./deployed-values";
import { readingDeclared, readingHeld, refusedMeanwhile } from "./former-rights";
import { type Loss, lost } from "./loss";

type Readers = Pick<LandingZone, "externalReaders" | "readers">;

/** The readers that lose an access, and what happens to the pods of those that stay. */
export function readerLosses(before: Readers, after: Readers): Loss[] {
  const own = new Map(after.readers.map((reader) => [readerKey(reader), reader]));
  // An external reader may be one of the inventory's own readers afterwards.
  const known = new Map([
    ...after.externalReaders.map((reader) => [readerKey(reader), reader] as const),
    ...own,
  ]);
  // A former role has the service account of its reader.
  const formers = new Map(
    [...after.readers, ...after.externalReaders].map((reader) => [reader.role.arn, reader]),
  );
  return [
    ...before.readers.flatMap((reader) => {
      const same = own.get(readerKey(reader));
      if (same === reader) return [];
      return [
        ...lossesOf("access", lostReads(reader, same)),
        ...lossesOf("pods", same ? podChanges(reader, same) : []),
      ];
    }),
    ...before.externalReaders.flatMap((reader) => {
      const same = reader.formerOf ? formers.get(reader.role.arn) : known.get(readerKey(reader));
      return lossesOf("access", lostReads(reader, same));
    }),
  ];
}

function lossesOf(kind: Loss["kind"], sentences: readonly string[]): Loss[] {
  return sentences.map((says) => ({ kind, says }));
}

function lostReads(reader: ResolvedReader, now: ResolvedReader | undefined): string[] {
  const remaining = new Set(now?.grants.map(targetOf));
  const lost = reader.grants.filter((grant) => !remaining.has(targetOf(grant)));
  if (lost.length === 0) return [];
  const names = lost.map(({ kind, target }) => `${kind} ${target.id}`).join(", ");
  const longest = reader.targetRole ? "59 minutes" : "six hours";
  return [
    `reader ${reader.id} may no longer read ${names}; a pod that runs keeps its files until it is restarted, and its credentials for up to ${longest}`,
  ];
}

/** What is read, whatever the inventory calls it. */
function targetOf({ kind, target }: ResolvedGrant): string {
  return [kind, target.account.id, target.region, target.name].join(" ");
}

function podChanges(before: ResolvedReader, after: ResolvedReader): string[] {
  const { createServiceAccount, id, targetRole } = before;
  const shut =
    id === after.id
      ? [
          ...shutOutMeanwhile(after, { createServiceAccount, targetRoleArn: targetRole?.arn }),
          ...refusedMeanwhile(after, readingDeclared(before)),
        ]
      : [];
  return [...shut, ...restart(before, after)];
}

/** The parts of a reader's deployment that decide whether its pods are shut out during a change. */
interface DeployedReader {
  createServiceAccount: boolean;
  targetRoleArn?: unknown;
}

/** Says that a reader's pods are shut out during a change, and for how long. */
function shutOutMeanwhile(
  { createServiceAccount, id, identity, ...after }: ResolvedReader,
  before: DeployedReader,
): string[] {
  const { namespace, role, serviceAccount, targetRole } = after;
  const says: string[] = [];
  if (before.targetRoleArn && !targetRole) {
    says.push(
      `reader ${id} gets a new Pod Identity association in place of the old one: a pod that starts before it is there must be restarted, for ${lost.credentialsForAWhile}`,
    );
  }
  if (before.createServiceAccount && !createServiceAccount) {
    const annotated =
      identity === "podIdentity" ? "" : `, with the annotation ${ROLE_ANNOTATION}: ${role.arn}`;
    says.push(
      `reader ${id} no longer has service account ${namespace}/${serviceAccount} made for it: it is deleted, and no pod starts until there is another of its name${annotated}`,
    );
  }
  return says;
}

/**
 * Says the same of readers in a stack's state, and of those whose last change did not finish. `owned`: the keys and secrets that
 * the owners' stacks hold.
 */
export function shutOutReaders(
  resources: readonly HeldResource[],
  { readers }: Pick<LandingZone, "readers">,
  owned: DeployedValues = { keys: {}, secrets: [] },
): string[] {
  const held = new Map(resources.map((one) => [one.urn.slice(one.urn.lastIndexOf("::")), one]));
  const recorded = (outputsIn(resources).readers ?? {}) as Record<string, RecordedReader>;
  return readers.flatMap((reader) => {
    const association = held.get(`::${reader.id}-association`)?.outputs ?? {};
    const { targetRoleArn } = association;
    const createServiceAccount = held.has(`::${reader.id}-service-account`);
    return [
      ...unrecordedWay(reader, association, recorded[reader.id]),
      ...unrecordedKeys(reader, held.get(`::${reader.id}-policy`), recorded[reader.id], owned.keys),
      ...shutOutMeanwhile(reader, { createServiceAccount, targetRoleArn }),
      ...refusedMeanwhile(
        reader,
        readingHeld(reader.id, (_, name) => held.get(`::${name}`)?.outputs),
        owned,
      ),
    ];
  });
}

/** What a stack's last whole run recorded of a reader. */
interface RecordedReader {
  mode?: string;
  roleArn?: string;
  targetRoleArn?: string;
  /** The ids of the keys that the reader uses, by the secret. */
  keys?: Record<string, string[]>;
}

/** Says that owners close a way by which a reader still reads: they only know what the last complete run recorded. */
function unrecordedWay(
  { grants, id, role, targetRole }: ResolvedReader,
  held: Record<string, unknown>,
  recorded: RecordedReader = {},
): string[] {
  const wayOf = (...roles: unknown[]) => roles.filter(Boolean).join(", and so as ");
  const way = wayOf(held.roleArn, held.targetRoleArn);
  const known = wayOf(recorded.roleArn, recorded.targetRoleArn);
  // Earlier releases recorded no target role.
  const isUnknown = recorded.mode === "targetRole" && recorded.targetRoleArn === undefined;
  const isOpen = way === known || way === wayOf(role.arn, targetRole?.arn);
  const isElsewhere = grants.some(({ crossAccount }) => crossAccount);
  if (!way || !known || isUnknown || isOpen || !isElsewhere) return [];
  return [
    `reader ${id} reads as ${way}, as the last run of its stack did not come to its end: the owners of what it reads let that in no more, and a pod that starts then is refused until the stack is deployed`,
  ];
}

/** Says the same of a key that a reader uses for a secret. */
function unrecordedKeys(
  { grants, id, targetRole }: ResolvedReader,
  held: HeldResource | undefined,
  recorded: RecordedReader = {},
  keys: Readonly<Record<string, string>>,
): string[] {
  const policy = held?.outputs?.policy;
  if (targetRole || typeof policy !== "string") return [];
  const { Statement } = JSON.parse(policy) as PolicyDocument;
  return grants.flatMap((grant) => {
    const { crossAccount, kind, target } = grant;
    const before = kind === "secret" && crossAccount ? recorded.keys?.[target.id] : undefined;
    if (kind !== "secret" || !before?.every((key) => keys[key])) return [];
    const now = [target, ...target.replicas].flatMap(({ key }) => key ?? []);
    const open = new Set([
      ...now.map((key) => key.existingArn ?? keys[key.id]),
      ...before.map((key) => keys[key]),
    ]);
    const closing = Statement.filter(({ Condition }) => {
      const contexts = Condition?.StringEquals?.["kms:EncryptionContext:SecretARN"] ?? [];
      return [contexts].flat().some((arn) => isOfGrant(arn, grant));
    }).flatMap(({ Resource = [] }) => [Resource].flat().filter((arn) => !open.has(arn)));
    return closing.map(
      (arn) =>
        `reader ${id} opens secret ${target.id} with key ${arn}, as the last run of its stack did not come to its end: the owner lets that in no more, and a pod that starts then is refused until both stacks are deployed`,
    );
  });
}

function restart(before: ResolvedReader, after: ResolvedReader): string[] {
  if (isSameJson(podOf(before), podOf(after))) return [];
  if (!after.deployment) {
    return [
      `reader ${after.id} mounts or reads otherwise: restart its pods, which another tool deploys`,
    ];
  }
  if (!before.deployment) return [];
  return before.id === after.id
    ? [`Deployment ${after.id} restarts its pods, one after the other`]
    : [];
}

/** The parts of a pod that cannot change without a new pod. */
function podOf(reader: ResolvedReader): unknown {
  const { deployment, identity, role, targetRole } = reader;
  const { autoscaled: _autoscaled, replicas: _replicas, ...pod } = deployment ?? {};
  const objects = grantedObjects(reader, (secret, region) =>
    secretArnIn(region, plannedArns.secretArn(secret)),
  );
  const isMountedByToken = identity === "irsa";
  const { secretProviderClass } = reader;
  return [(targetRole ?? role).arn, objects, pod, secretProviderClass, isMountedByToken];
}
