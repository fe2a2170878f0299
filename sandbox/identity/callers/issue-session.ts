import { deflateRawSync } from "node:zlib";
import { packedTagsPercent } from "iam-proof/quotas";
import type { Store } from "../../store/store";
import type { Caller } from "../../wire/messages";
import type { RoleRecord } from "../records/iam-records";
import { sessionCaller } from "./caller";
import { type SessionCredentials, sealSession } from "./session-token";

/** A session to be made. Whether it may be made is decided before. */
export interface SessionRequest {
  role: RoleRecord;
  sessionName: string;
  tags: Record<string, string>;
  transitiveTagKeys: string[];
  sourceIdentity?: string;
  federatedProvider?: string;
  /** JSON texts. */
  sessionPolicies: string[];
  durationSeconds: number;
  now: Date;
}

export interface Session extends SessionCredentials {
  assumedRoleArn: string;
  assumedRoleId: string;
  /** Share of the space for policies and tags that these take, in percent. */
  packedPolicySize: number;
  caller: Caller;
}

const PACKED_LIMIT = 2048;

/** An estimate, as AWS documents no formula. */
function packedSize({ sessionPolicies, tags }: SessionRequest): number {
  const packed = sessionPolicies.length > 0 ? deflateRawSync(sessionPolicies.join("")).length : 0;
  return Math.ceil((packed / PACKED_LIMIT) * 100) + packedTagsPercent(tags);
}

export function issueSession(store: Store, request: SessionRequest): Session {
  const { role, sessionName, tags, sessionPolicies, sourceIdentity, federatedProvider, now } =
    request;
  const claims = {
    account: role.account,
    partition: role.partition,
    roleArn: role.arn,
    roleId: role.id,
    sessionName,
    tags,
    transitiveTagKeys: request.transitiveTagKeys,
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    ...(federatedProvider !== undefined && { federatedProvider }),
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
    packedPolicySize: packedSize(request),
    caller,
  };
}
