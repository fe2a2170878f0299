import { knownRegions } from "iam-proof/names";
import { IDENTIFIER, type Input } from "../../operations/input/input";
import { invalidParameter } from "../../operations/input/refusals";
import type { StoreWriter } from "../../store/store";
import type { Call } from "../../wire/messages";
import type { EncryptingCall, EncryptingRequest } from "../kms/encrypting-platform";
import { authorisedSecret, changeSecret, requireNotDeleted } from "./authorised-secret";
import {
  eraseSecret,
  findSecret,
  type ReplicaRecord,
  replicaArn,
  type SecretRecord,
  secretKey,
} from "./secret-record";

const REGION = { min: 1, max: 128, pattern: /^([a-z]+-)+\d+$/ };

export function replicateSecretToRegions(request: EncryptingRequest) {
  const { call, input } = request;
  const added = readReplicaRegions(call, input);
  if (added.length === 0) throw invalidParameter("AddReplicaRegions must name a Region");
  const overwrite = input.flag("ForceOverwriteReplicaSecret");
  const secret = changeSecret(
    request,
    (current, writer) => {
      // A failed replica is tried again.
      const isInSync = (asked: ReplicaRecord) =>
        current.replicas.some((one) => one.region === asked.region && one.status === "InSync");
      const fresh = added.filter((asked) => !isInSync(asked));
      const regions = fresh.map(({ region }) => region);
      makeRoom(request, writer, { ...current, replicas: fresh }, overwrite);
      const kept = current.replicas.filter(({ region }) => !regions.includes(region));
      return { ...current, replicas: [...kept, ...fresh] };
    },
    {
      "secretsmanager:AddReplicaRegions": added.map(({ region }) => region),
      "secretsmanager:ForceOverwriteReplicaSecret": String(overwrite),
    },
  );
  return { ARN: secret.arn, ...replicationStatus(secret) };
}

export function removeRegionsFromReplication(request: EncryptingRequest) {
  const removed = request.input.texts("RemoveReplicaRegions", { min: 1 });
  const secret = changeSecret(request, (current, writer) => {
    for (const region of removed) {
      if (!current.replicas.some((replica) => replica.region === region)) {
        throw invalidParameter(`the secret has no replica in ${region}`);
      }
      removeReplica(request, writer, current, region);
    }
    const replicas = current.replicas.filter(({ region }) => !removed.includes(region));
    return { ...current, replicas };
  });
  return { ARN: secret.arn, ...replicationStatus(secret) };
}

/** Keeps a secret of the same name that existed before the replica. */
function removeReplica(
  { platform: { store }, call }: EncryptingCall,
  writer: StoreWriter,
  primary: SecretRecord,
  region: string,
): void {
  const there = findSecret(store, call, { ...primary, region });
  if (there?.arn === replicaArn(primary, region)) eraseSecret(store, writer, there);
}

export function readReplicaRegions(call: Call, input: Input): ReplicaRecord[] {
  const replicas = input.structures("AddReplicaRegions").map((replica): ReplicaRecord => {
    const kmsKeyId = replica.optionalText("KmsKeyId", { ...IDENTIFIER, min: 0 });
    return { region: readRegion(replica), ...(kmsKeyId && { kmsKeyId }), status: "InSync" };
  });
  const regions = [call.region, ...replicas.map(({ region }) => region)];
  if (new Set(regions).size !== regions.length) {
    throw invalidParameter(
      "AddReplicaRegions must name each Region once, and not the secret's own",
    );
  }
  return replicas;
}

function readRegion(input: Input): string {
  const region = input.text("Region", REGION);
  if (!knownRegions.has(region)) throw invalidParameter("Invalid replica region.");
  return region;
}

/** Removes what has the names of the new replicas: deleted secrets, and with `overwrite` existing ones. */
export function makeRoom(
  { platform: { store }, call }: EncryptingCall,
  writer: StoreWriter,
  secret: SecretRecord,
  overwrite: boolean,
): void {
  for (const { region } of secret.replicas) {
    const there = findSecret(store, call, { ...secret, region });
    const stays = there && (there.replicas.length > 0 || !overwrite);
    if (!stays) eraseSecret(store, writer, { ...secret, region });
  }
}

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

/** Makes a replica an independent secret, which its primary forgets. Called in the replica's Region. */
export function stopReplicationToReplica(request: EncryptingRequest) {
  const { store } = request.platform;
  return store.transaction((writer) => {
    const { primaryRegion, ...replica } = authorisedSecret(request);
    requireNotDeleted(replica);
    if (primaryRegion === undefined) {
      throw invalidParameter("Operation not permitted on a secret that is no replica.");
    }
    const put = (secret: SecretRecord) => writer.put(secretKey(secret), secret);
    put({ ...replica, lastChanged: request.call.now });
    const primary = findSecret(store, request.call, { ...replica, region: primaryRegion });
    if (primary) {
      put({
        ...primary,
        replicas: primary.replicas.filter((one) => one.region !== replica.region),
      });
    }
    return { ARN: replica.arn };
  });
}
