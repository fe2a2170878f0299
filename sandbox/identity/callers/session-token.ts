import { createHmac, randomBytes } from "node:crypto";
import { open, seal } from "../../store/sealed-box";
import type { Store } from "../../store/store";
import { randomId } from "../records/iam-records";

/** What a session token carries: everything about the session, sealed so that only the sandbox can make or read it. */
export interface SessionClaims {
  account: string;
  partition: string;
  roleArn: string;
  /** Unique ID of the role. A re-created role has a new ID, which voids older sessions. */
  roleId: string;
  sessionName: string;
  tags: Record<string, string>;
  transitiveTagKeys: string[];
  sourceIdentity?: string;
  /** ARN of the provider whose token made the session. */
  federatedProvider?: string;
  sessionPolicies: string[];
  issuedAt: number;
  expiresAt: number;
}

export interface UserSessionClaims {
  account: string;
  userName: string;
  userId: string;
  issuedAt: number;
  expiresAt: number;
}

export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
}

const KEY = "session-key";

/** Makes credentials for a session. The token is the only record, so it outlives a restart. */
export function sealSession(
  store: Store,
  claims: SessionClaims | UserSessionClaims,
): SessionCredentials {
  const accessKeyId = randomId("ASIA", 16);
  const key = sealingKey(store);
  return {
    accessKeyId,
    secretAccessKey: secretOf(key, accessKeyId),
    sessionToken: seal(key, Buffer.from(JSON.stringify(claims)), accessKeyId).toString("base64"),
    expiration: new Date(claims.expiresAt),
  };
}

/** Opens a session token. Undefined if it was not made here or not for this access key. */
export function openSession(
  store: Store,
  accessKeyId: string,
  sessionToken: string,
): { claims: SessionClaims | UserSessionClaims; secretAccessKey: string } | undefined {
  const key = sealingKey(store);
  const sealed = Buffer.from(sessionToken, "base64");
  if (sealed.toString("base64") !== sessionToken) return undefined;
  const claims = open(key, sealed, accessKeyId);
  return (
    claims && { claims: JSON.parse(claims.toString()), secretAccessKey: secretOf(key, accessKeyId) }
  );
}

function secretOf(key: Buffer, accessKeyId: string): string {
  return createHmac("sha256", key).update(accessKeyId).digest("base64").slice(0, 40);
}

function sealingKey(store: Store): Buffer {
  const existing = store.get<Buffer>([KEY]);
  if (existing) return existing;
  return store.transaction((writer) => {
    const made = randomBytes(32);
    writer.put([KEY], made);
    return made;
  });
}
