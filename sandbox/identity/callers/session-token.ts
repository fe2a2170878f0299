import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import type { Store } from "../../store/store";
import { randomId } from "../records/random";

/** What a session token carries: everything about the session, sealed so that only the sandbox can make or read it. */
export interface SessionClaims {
  account: string;
  partition: string;
  roleArn: string;
  /** Unique id of the role; a re-created role has another, and its older sessions are void. */
  roleId: string;
  sessionName: string;
  /** Session tags. */
  tags: Record<string, string>;
  transitiveTagKeys: string[];
  /** JSON texts of the session policies. */
  sessionPolicies: string[];
  /** Epoch milliseconds. */
  issuedAt: number;
  /** Epoch milliseconds. */
  expiresAt: number;
}

/** Temporary credentials. */
export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
}

const KEY = "session-key";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Makes credentials for a session. They need no record: the token is the record, so it outlives a restart. */
export function sealSession(store: Store, claims: SessionClaims): SessionCredentials {
  const accessKeyId = randomId("ASIA", 16);
  const key = sealingKey(store);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(Buffer.from(accessKeyId));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(claims), "utf8"), cipher.final()]);
  return {
    accessKeyId,
    secretAccessKey: secretOf(key, accessKeyId),
    sessionToken: Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64"),
    expiration: new Date(claims.expiresAt),
  };
}

/** Opens a session token, or answers undefined where it was not made here or not for this access key. */
export function openSession(
  store: Store,
  accessKeyId: string,
  sessionToken: string,
): { claims: SessionClaims; secretAccessKey: string } | undefined {
  const bytes = Buffer.from(sessionToken, "base64");
  if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined;
  const key = sealingKey(store);
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES));
  decipher.setAAD(Buffer.from(accessKeyId));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    const text = Buffer.concat([
      decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
      decipher.final(),
    ]).toString("utf8");
    return { claims: JSON.parse(text), secretAccessKey: secretOf(key, accessKeyId) };
  } catch {
    return undefined;
  }
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
