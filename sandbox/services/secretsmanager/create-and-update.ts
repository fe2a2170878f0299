import { IDENTIFIER, type Input } from "../../operations/input/input";
import { invalidRequest, resourceExists } from "../../operations/input/refusals";
import { requestTagContext } from "../../operations/tags/tags";
import type { StoreWriter } from "../../store/store";
import { AwsError, type Call } from "../../wire/messages";
import type { EncryptingCall, EncryptingRequest } from "../kms/encrypting-platform";
import { authoriseSecret, changeSecret, shortAnswer } from "./authorised-secret";
import { makeRoom, readReplicaRegions, replicationStatus } from "./replicas";
import { saveSecret } from "./save-secret";
import {
  eraseSecret,
  findSecret,
  findVersion,
  newSecretArn,
  putVersion,
  type SecretRecord,
  type VersionRecord,
} from "./secret-record";
import { checkKey, moveToKey, readValue, type SecretValue } from "./secret-value";
import { CURRENT, labelledVersion, newVersionId, PENDING, PREVIOUS } from "./staging-labels";
import { readSecretTags } from "./tagging";
import { addVersion, requireSame } from "./versions";

const NAME = { min: 1, max: 512, pattern: /^[A-Za-z0-9/_+=.@!-]+$/ };

export function createSecret(request: EncryptingRequest) {
  const { platform, call, input } = request;
  const { store } = platform;
  const secret = newSecret(call, input);
  const value = readValue(input);
  const versionId = newVersionId(input);
  const overwrite = input.flag("ForceOverwriteReplicaSecret");
  return store.transaction((writer) => {
    authorise(request, secret);
    const existing = findSecret(store, call, secret);
    if (existing) return repeated(request, existing, versionId, value);
    if (!value && secret.kmsKeyId !== undefined) checkKey(request, secret);
    eraseSecret(store, writer, secret);
    makeRoom(request, writer, secret, overwrite);
    const filled = value
      ? addVersion(request, writer, secret, versionId, value, [CURRENT])
      : secret;
    const saved = saveSecret(request, writer, filled, value && { [versionId]: value });
    return {
      ...shortAnswer(saved),
      ...(value && { VersionId: versionId }),
      ...replicationStatus(saved),
    };
  });
}

function newSecret(call: Call, input: Input): SecretRecord {
  const name = input.text("Name", NAME);
  const description = input.optionalText("Description", { max: 2048 });
  const kmsKeyId = input.optionalText("KmsKeyId", { ...IDENTIFIER, min: 0 });
  return {
    arn: newSecretArn(call, name),
    account: call.caller.account,
    region: call.region,
    name,
    ...(description !== undefined && { description }),
    ...(kmsKeyId && { kmsKeyId }),
    tags: readSecretTags(input),
    created: call.now,
    lastChanged: call.now,
    labels: {},
    replicas: readReplicaRegions(call, input),
  };
}

/** What policies may ask about the key of a request. The sandbox does not look up the ARN of an id or an alias. */
function keyContext(kmsKeyId: string | undefined): Record<string, string> {
  if (kmsKeyId === undefined) return {};
  const isArn = /^arn:.*:key\//.test(kmsKeyId);
  return {
    "secretsmanager:KmsKeyId": kmsKeyId,
    ...(isArn && { "secretsmanager:KmsKeyArn": kmsKeyId }),
  };
}

function authorise(request: EncryptingCall, secret: SecretRecord): void {
  const { name, tags, kmsKeyId, description, replicas } = secret;
  // The new secret's tags are tags of the request and not yet of a resource.
  const bare = { ...secret, tags: {} };
  authoriseSecret(request, bare, "secretsmanager:CreateSecret", {
    "secretsmanager:Name": name,
    ...(description !== undefined && { "secretsmanager:Description": description }),
    ...keyContext(kmsKeyId),
    ...(replicas.length > 0 && {
      "secretsmanager:AddReplicaRegions": replicas.map(({ region }) => region),
    }),
    ...requestTagContext(tags),
  });
  if (Object.keys(tags).length > 0) {
    authoriseSecret(request, bare, "secretsmanager:TagResource", requestTagContext(tags));
  }
  if (replicas.length > 0)
    authoriseSecret(request, bare, "secretsmanager:ReplicateSecretToRegions");
}

// A client that lost the answer sends the same token again.
function repeated(
  request: EncryptingCall,
  existing: SecretRecord,
  versionId: string,
  value: SecretValue | undefined,
): unknown {
  if (existing.deletion) {
    throw invalidRequest(
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  const version = value && findVersion(request.platform.store, existing, versionId);
  if (!version) {
    throw resourceExists(
      `The operation failed because the secret ${existing.name} already exists.`,
    );
  }
  requireSame(request, existing, version, value);
  return { ...shortAnswer(existing), VersionId: versionId };
}

export function updateSecret(request: EncryptingRequest) {
  const { input } = request;
  const value = readValue(input);
  const versionId = newVersionId(input);
  const description = input.optionalText("Description", { max: 2048 });
  const kmsKeyId = input.optionalText("KmsKeyId", { ...IDENTIFIER, min: 0 });
  const saved = changeSecret(
    request,
    (secret, writer) => {
      const described = { ...secret, ...(description !== undefined && { description }) };
      const keyed =
        kmsKeyId === undefined ? described : withKey(request, writer, described, kmsKeyId);
      return value ? addVersion(request, writer, keyed, versionId, value, [CURRENT]) : keyed;
    },
    {
      ...(description !== undefined && { "secretsmanager:Description": description }),
      ...keyContext(kmsKeyId),
    },
    value && { [versionId]: value },
  );
  return { ...shortAnswer(saved), ...(value && { VersionId: versionId }) };
}

/** Sets another key (empty: the managed one), and encrypts the versions with AWS's own labels again if the caller may. */
function withKey(
  request: EncryptingCall,
  writer: StoreWriter,
  secret: SecretRecord,
  kmsKeyId: string,
): SecretRecord {
  const { kmsKeyId: _, ...rest } = secret;
  const keyed: SecretRecord = kmsKeyId === "" ? rest : { ...rest, kmsKeyId };
  checkKey(request, keyed);
  for (const label of [CURRENT, PENDING, PREVIOUS]) {
    const versionId = labelledVersion(secret.labels, label);
    const version = versionId && findVersion(request.platform.store, secret, versionId);
    if (!version) continue;
    const again = encryptAgain(request, keyed, version);
    if (again) putVersion(writer, keyed, again);
  }
  return keyed;
}

/** A version that the new key encrypts as well. Undefined if the caller cannot open or encrypt it: AWS then leaves it. */
function encryptAgain(
  request: EncryptingCall,
  secret: SecretRecord,
  version: VersionRecord,
): VersionRecord | undefined {
  try {
    return moveToKey(request, secret, version);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
