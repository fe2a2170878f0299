import type { Input } from "../../operations/input/member";
import {
  booleanMember,
  IDENTIFIER,
  optionalString,
  requiredString,
  requiredStrings,
  structures,
} from "../../operations/input/member";
import type { StoreWriter } from "../../store/store";
import type { Call, Operation } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import { changeSecret } from "./change-secret";
import type { ReplicaRecord, SecretRecord } from "./secret-record";
import { eraseSecret, findSecret } from "./secret-record";
import type { SecretsContext } from "./secrets-context";

const REGION = { min: 1, max: 128, pattern: /^([a-z]+-)+\d+$/ };

/** `ReplicateSecretToRegions` */
export function replicateSecretToRegions(context: SecretsContext): Operation {
  return (call, input) => {
    const added = readReplicaRegions(call, input, "AddReplicaRegions");
    if (added.length === 0) {
      throw new AwsError("InvalidParameterException", "AddReplicaRegions must name a Region");
    }
    const overwrite = booleanMember(input, "ForceOverwriteReplicaSecret");
    const secret = changeSecret(
      context,
      call,
      input,
      "ReplicateSecretToRegions",
      (current, writer) => {
        const regions = new Set(current.replicas.map(({ region }) => region));
        const fresh = added.filter(({ region }) => !regions.has(region));
        makeRoom(context, call, writer, { ...current, replicas: fresh }, overwrite);
        return { ...current, replicas: [...current.replicas, ...fresh] };
      },
      { "secretsmanager:AddReplicaRegions": added.map(({ region }) => region) },
    );
    return { ARN: secret.arn, ...replicationStatus(secret) };
  };
}

/** `RemoveRegionsFromReplication`: the replicas are gone at once. */
export function removeRegionsFromReplication(context: SecretsContext): Operation {
  return (call, input) => {
    const removed = requiredStrings(input, "RemoveReplicaRegions", { min: 1 });
    const action = "RemoveRegionsFromReplication";
    const secret = changeSecret(context, call, input, action, (current, writer) => {
      for (const region of removed) {
        if (!current.replicas.some((replica) => replica.region === region)) {
          throw new AwsError("InvalidParameterException", `the secret has no replica in ${region}`);
        }
        eraseSecret(context.platform.store, writer, { ...current, region });
      }
      return {
        ...current,
        replicas: current.replicas.filter(({ region }) => !removed.includes(region)),
      };
    });
    return { ARN: secret.arn, ...replicationStatus(secret) };
  };
}

/** Reads a list of `Region` and `KmsKeyId`. */
export function readReplicaRegions(call: Call, input: Input, member: string): ReplicaRecord[] {
  const replicas = structures(input, member).map((replica): ReplicaRecord => {
    const kmsKeyId = optionalString(replica, "KmsKeyId", { ...IDENTIFIER, min: 0 });
    return {
      region: requiredString(replica, "Region", REGION),
      ...(kmsKeyId && { kmsKeyId }),
      status: "InSync",
    };
  });
  const regions = [call.region, ...replicas.map(({ region }) => region)];
  if (new Set(regions).size !== regions.length) {
    throw new AwsError(
      "InvalidParameterException",
      `${member} must name each Region once, and not the secret's own`,
    );
  }
  return replicas;
}

/**
 * Sees that the names of the replicas to come are free. With `overwrite` a secret that is there makes room; without,
 * throws `ResourceExistsException`.
 */
export function makeRoom(
  { platform }: SecretsContext,
  call: Call,
  writer: StoreWriter,
  secret: SecretRecord,
  overwrite: boolean,
): void {
  for (const region of [secret.region, ...secret.replicas.map((replica) => replica.region)]) {
    const there = findSecret(platform.store, call, secret.account, region, secret.name);
    if (there?.arn === secret.arn) continue;
    if (there && (region === secret.region || there.replicas.length > 0 || !overwrite)) {
      throw new AwsError(
        "ResourceExistsException",
        `a secret named ${secret.name} already exists in ${region}`,
      );
    }
    eraseSecret(platform.store, writer, { ...secret, region });
  }
}

/** How the replicas are doing, where there are any. */
export function replicationStatus({ replicas }: SecretRecord): Record<string, unknown> {
  if (replicas.length === 0) return {};
  return {
    ReplicationStatus: replicas.map(({ region, kmsKeyId, status, message }) => ({
      Region: region,
      KmsKeyId: kmsKeyId ?? "alias/aws/secretsmanager",
      Status: status,
      StatusMessage: message ?? "Replication succeeded",
    })),
  };
}
