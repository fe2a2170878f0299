import { requestTagContext } from "../../identity/policies/request-tags";
import { IDENTIFIER, type Input } from "../../operations/input/input";
import type { Request } from "../../operations/service";
import type { Call } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import type { EncryptingPlatform } from "../kms/encrypting-platform";
import { addVersion, requireSame } from "./add-version";
import { authoriseSecret } from "./authorised-secret";
import { shortAnswer } from "./change-secret";
import { makeRoom, readReplicaRegions, replicationStatus } from "./replicas";
import { saveSecret } from "./save-secret";
import { newSecretArn } from "./secret-arn";
import type { SecretRecord } from "./secret-record";
import { findSecret, findVersion } from "./secret-record";
import type { SecretValue } from "./secret-value";
import { checkKey, readValue } from "./secret-value";
import { CURRENT } from "./staging-labels";
import { readSecretTags } from "./tagging";
import { newVersionId } from "./version-members";

const NAME = { min: 1, max: 512, pattern: /^[A-Za-z0-9/_+=.@!-]+$/ };

/** A new secret, with or without a first value. */
export function createSecret(platform: EncryptingPlatform, { call, input }: Request) {
  const { store } = platform;
  const secret = newSecret(call, input);
  const value = readValue(input);
  const versionId = newVersionId(input);
  const overwrite = input.flag("ForceOverwriteReplicaSecret");
  return store.transaction((writer) => {
    authorise(platform, call, secret);
    const existing = findSecret(store, call, secret.account, secret.region, secret.name);
    if (existing) return repeated(platform, call, existing, versionId, value);
    if (!value && secret.kmsKeyId !== undefined) checkKey(platform, call, secret);
    makeRoom(platform, call, writer, secret, overwrite);
    const filled = value
      ? addVersion(platform, call, writer, secret, versionId, value, [CURRENT])
      : secret;
    const saved = saveSecret(platform, call, writer, filled, value && { [versionId]: value });
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
    replicas: readReplicaRegions(call, input, "AddReplicaRegions"),
  };
}

function authorise(platform: EncryptingPlatform, call: Call, secret: SecretRecord): void {
  const { name, tags, kmsKeyId, description, replicas } = secret;
  // The new secret's tags are those of the request, not yet of a resource.
  const bare = { ...secret, tags: {} };
  authoriseSecret(platform, call, bare, "secretsmanager:CreateSecret", {
    "secretsmanager:Name": name,
    ...(description !== undefined && { "secretsmanager:Description": description }),
    ...(kmsKeyId !== undefined && { "secretsmanager:KmsKeyId": kmsKeyId }),
    ...(replicas.length > 0 && {
      "secretsmanager:AddReplicaRegions": replicas.map(({ region }) => region),
    }),
    ...requestTagContext(tags),
  });
  if (Object.keys(tags).length > 0) {
    authoriseSecret(platform, call, bare, "secretsmanager:TagResource", requestTagContext(tags));
  }
  if (replicas.length > 0)
    authoriseSecret(platform, call, bare, "secretsmanager:ReplicateSecretToRegions");
}

// A client that lost the answer asks again with the same token.
function repeated(
  platform: EncryptingPlatform,
  call: Call,
  existing: SecretRecord,
  versionId: string,
  value: SecretValue | undefined,
): unknown {
  if (existing.deletion) {
    throw new AwsError(
      "InvalidRequestException",
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  const version = value && findVersion(platform.store, existing, versionId);
  if (!version) {
    throw new AwsError(
      "ResourceExistsException",
      `The operation failed because the secret ${existing.name} already exists.`,
    );
  }
  requireSame(platform, call, existing, version, value);
  return { ...shortAnswer(existing), VersionId: versionId };
}
