import { deflateRawSync } from "node:zlib";
import type { Store } from "../../store/store";
import { AwsError, type Caller } from "../../wire/messages/operation";
import type { RoleRecord } from "../records/iam-records";
import { sessionCaller } from "./caller";
import { type SessionCredentials, sealSession } from "./session-token";

/** A session to be made; whether it may be made is decided before. */
export interface SessionRequest {
  role: RoleRecord;
  sessionName: string;
  tags: Record<string, string>;
  transitiveTagKeys: string[];
  sourceIdentity?: string;
  /** JSON texts. */
  sessionPolicies: string[];
  durationSeconds: number;
  now: Date;
}

/** A session of a role, with its credentials. */
export interface Session extends SessionCredentials {
  /** `arn:aws:sts::…:assumed-role/ROLE/SESSION` */
  assumedRoleArn: string;
  /** `AROA…:SESSION` */
  assumedRoleId: string;
  /** Percent of the room that policies and tags may take together. */
  packedPolicySize: number;
  /** The session as a caller, as its own signed calls would make it. */
  caller: Caller;
}

const PACKED_LIMIT = 2048;

/** Makes a session and its credentials. Throws `PackedPolicyTooLarge` where policies and tags do not fit. */
export function issueSession(store: Store, request: SessionRequest): Session {
  const { role, sessionName, tags, sessionPolicies, sourceIdentity, now } = request;
  const packed = deflateRawSync(JSON.stringify([sessionPolicies, tags])).length;
  const packedPolicySize = Math.ceil((packed / PACKED_LIMIT) * 100);
  if (packedPolicySize > 100) {
    throw new AwsError(
      "PackedPolicyTooLarge",
      `The session policy and tags are ${packedPolicySize}% of the allowed packed size`,
    );
  }
  const claims = {
    account: role.account,
    partition: role.partition,
    roleArn: role.arn,
    roleId: role.id,
    sessionName,
    tags,
    transitiveTagKeys: request.transitiveTagKeys,
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    sessionPolicies,
    issuedAt: now.getTime(),
    expiresAt: now.getTime() + request.durationSeconds * 1000,
  };
  const caller = sessionCaller(store, claims);
  if (!caller) throw new Error(`${role.arn} went away while it was assumed`);
  return {
    ...sealSession(store, claims),
    assumedRoleArn: caller.arn,
    assumedRoleId: caller.userId,
    packedPolicySize,
    caller,
  };
}
