import type {
  FailoverObjectArgs,
  JmesPathEntryArgs,
  MountedObjectArgs,
  ObjectContentArgs,
  SyncedSecretArgs,
  SyncedSecretKeyArgs,
} from "../args/mounted-object-args";
import type {
  PodSecretArgs,
  SecretReaderArgs,
  SecretReplicaArgs,
  SecretRotationArgs,
  SecretSettingsArgs,
} from "../args/pod-secret-args";
import type { ReadableParameterArgs, ReadableSecretArgs } from "../args/readable-args";
import type { ReaderArgs } from "../args/reader-args";
import type { PodIdentityArgs, RoleArgs } from "../args/role-args";
import type { VolumeArgs } from "../args/volume-args";
import {
  flag,
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

export const readableSecretShape: Shape<ReadableSecretArgs> = {
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

export const roleShape: Shape<RoleArgs> = {
  roleName: optional(text),
  rolePath: optional(text),
  permissionsBoundary: optional(text),
  keptPolicyNames: optional(listOf(text)),
};

export const podIdentityShape: Shape<PodIdentityArgs> = {
  ...readerShape,
  ...roleShape,
  createServiceAccount: plain(optional(flag)),
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

export const secretSettingsShape: Shape<SecretSettingsArgs> = {
  renamedFrom: optional(text),
  description: optional(text),
  recoveryWindowInDays: optional(number),
  replicas: optional(listOf(mappingOf(secretReplicaShape))),
  rotation: plain(optional(mappingOf(secretRotationShape))),
  style: optional(text),
  organizationId: optional(text),
  sealedFor: optional(listOf(text)),
  extraPolicyStatements: plain(optional(listOf(mapping))),
};

export const podSecretShape: Shape<PodSecretArgs> = {
  secretName: optional(text),
  existingSecretArn: optional(text),
  keyArn: optional(text),
  tags: optional(texts),
  readers: plain(optional(listOf(mappingOf(secretReaderShape)))),
  ...secretSettingsShape,
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

export const objectContentShape: Shape<ObjectContentArgs> = {
  objectVersion: optional(text),
  objectVersionLabel: optional(text),
  jmesPath: optional(listOf(mappingOf(jmesPathEntryShape))),
  filePermission: optional(text),
};

export const mountedObjectShape: Shape<MountedObjectArgs> = {
  objectName: text,
  objectType: optional(text),
  objectAlias: optional(text),
  ...objectContentShape,
  failoverObject: optional(mappingOf(failoverObjectShape)),
};

const syncedSecretKeyShape: Shape<SyncedSecretKeyArgs> = { key: text, objectName: text };

const syncedSecretShape: Shape<SyncedSecretArgs> = {
  secretName: text,
  type: optional(text),
  data: listOf(mappingOf(syncedSecretKeyShape)),
};

export const volumeShape: Shape<VolumeArgs> = {
  secretProviderClass: optional(text),
  pathTranslation: optional(text),
  preferredAddressType: optional(text),
  secretObjects: optional(listOf(mappingOf(syncedSecretShape))),
  volumeName: optional(text),
  mountPath: optional(text),
};
