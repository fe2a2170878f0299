import { requestTagContext } from "../../identity/policies/request-tags";
import { IDENTIFIER, type Input } from "../../operations/input/input";
import { invalidRequest, resourceExists } from "../../operations/input/refusals";
import type { Call } from "../../wire/messages/operation";
import type { EncryptingCall, EncryptingRequest } from "../kms/encrypting-platform";
import { addVersion, requireSame } from "./add-version";
import { authoriseSecret } from "./authorised-secret";
import { shortAnswer } from "./change-secret";
import { makeRoom, readReplicaRegions, replicationStatus } from "./replicas";
import { saveSecret } from "./save-secret";
import { newSecretArn } from "./secret-arn";
import { eraseSecret, findSecret, findVersion, type SecretRecord } from "./secret-record";
import { checkKey, readValue, type SecretValue } from "./secret-value";
import { CURRENT } from "./staging-labels";
import { readSecretTags } from "./tagging";
import { newVersionId } from "./version-members";

const NAME = { min: 1, max: 512, pattern: /^[A-Za-z0-9/_+=.@!-]+$/ };

/** A new secret, with or without a first value. */
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
    replicas: readReplicaRegions(call, input, "AddReplicaRegions"),
  };
}

function authorise(request: EncryptingCall, secret: SecretRecord): void {
  const { name, tags, kmsKeyId, description, replicas } = secret;
  // The new secret's tags are those of the request, not yet of a resource.
  const bare = { ...secret, tags: {} };
  authoriseSecret(request, bare, "secretsmanager:CreateSecret", {
    "secretsmanager:Name": name,
    ...(description !== undefined && { "secretsmanager:Description": description }),
    ...(kmsKeyId !== undefined && { "secretsmanager:KmsKeyId": kmsKeyId }),
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

// A client that lost the answer asks again with the same token.
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
