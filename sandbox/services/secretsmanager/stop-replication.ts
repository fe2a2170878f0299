import { invalidParameter } from "../../operations/input/refusals";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { authorisedSecret, requireNotDeleted } from "./authorised-secret";
import { findSecret, type SecretRecord, secretKey } from "./secret-record";

/** Makes a replica a secret of its own; its primary forgets it. Called in the replica's Region. */
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
