import type {
  FailoverObjectArgs,
  JmesPathEntryArgs,
  MountedObjectArgs,
  SyncedSecretArgs,
  SyncedSecretKeyArgs,
} from "../args/mounted-object-args";
import type {
  PodSecretArgs,
  SecretReaderArgs,
  SecretReplicaArgs,
  SecretRotationArgs,
} from "../args/pod-secret-args";
import type { ReadableParameterArgs, ReadableSecretArgs } from "../args/readable-args";
import type { ReaderArgs } from "../args/reader-args";
import {
  listOf,
  mapping,
  mappingOf,
  number,
  optional,
  plain,
  type Shape,
  text,
  texts,
} from "./shape";

export const readerShape: Shape<ReaderArgs> = {
  clusterArn: text,
  namespace: text,
  serviceAccount: text,
};

const readableSecretShape: Shape<ReadableSecretArgs> = {
  arn: text,
  keyArn: optional(text),
  encryptionContextArns: optional(listOf(text)),
  style: optional(text),
};

const readableParameterShape: Shape<ReadableParameterArgs> = {
  arn: text,
  keyArn: optional(text),
};

export const readableShape = {
  secrets: optional(listOf(mappingOf(readableSecretShape))),
  parameters: optional(listOf(mappingOf(readableParameterShape))),
};

/** What `PodReader` and `PodTargetRole` say of the role that they make. */
export const roleShape = {
  roleName: optional(text),
  rolePath: optional(text),
  permissionsBoundary: optional(text),
  keptPolicyNames: optional(listOf(text)),
  tags: optional(texts),
};

const secretReaderShape: Shape<SecretReaderArgs> = {
  reader: mappingOf(readerShape),
  roleArn: text,
};

const secretReplicaShape: Shape<SecretReplicaArgs> = { region: text, keyArn: optional(text) };

const secretRotationShape: Shape<SecretRotationArgs> = {
  lambdaArn: text,
  automaticallyAfterDays: number,
};

export const podSecretShape: Shape<PodSecretArgs> = {
  secretName: optional(text),
  renamedFrom: optional(text),
  existingSecretArn: optional(text),
  description: optional(text),
  keyArn: optional(text),
  recoveryWindowInDays: optional(number),
  tags: optional(texts),
  replicas: optional(listOf(mappingOf(secretReplicaShape))),
  rotation: plain(optional(mappingOf(secretRotationShape))),
  readers: plain(optional(listOf(mappingOf(secretReaderShape)))),
  style: optional(text),
  organizationId: optional(text),
  sealedFor: optional(listOf(text)),
  extraPolicyStatements: plain(optional(listOf(mapping))),
};

const jmesPathEntryShape: Shape<JmesPathEntryArgs> = {
  path: text,
  objectAlias: text,
  filePermission: optional(text),
};

const failoverObjectShape: Shape<FailoverObjectArgs> = {
  objectName: text,
  objectVersion: optional(text),
  objectVersionLabel: optional(text),
};

export const mountedObjectShape: Shape<MountedObjectArgs> = {
  objectName: text,
  objectType: optional(text),
  objectAlias: optional(text),
  objectVersion: optional(text),
  objectVersionLabel: optional(text),
  jmesPath: optional(listOf(mappingOf(jmesPathEntryShape))),
  filePermission: optional(text),
  failoverObject: optional(mappingOf(failoverObjectShape)),
};

const syncedSecretKeyShape: Shape<SyncedSecretKeyArgs> = { key: text, objectName: text };

export const syncedSecretShape: Shape<SyncedSecretArgs> = {
  secretName: text,
  type: optional(text),
  data: listOf(mappingOf(syncedSecretKeyShape)),
};
