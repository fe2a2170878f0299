import { open, seal } from "../../store/sealed-box";
import { canonicalContext, type EncryptionContext } from "./encryption-context";
import type { KeyMaterial } from "./key-material";
import type { KeyRecord } from "./key-record";

/** What a ciphertext says of the key that made it, readable without the key. */
export interface CiphertextHeader {
  account: string;
  region: string;
  keyId: string;
  /** Version of the key's material. */
  version: number;
}

const FORMAT = 1;

/** Encrypts under the newest material of `key`, bound to `context`. */
export function encryptBlob(
  material: KeyMaterial,
  key: KeyRecord,
  plaintext: Buffer,
  context: EncryptionContext,
): Buffer {
  const version = key.material.length;
  const secret = material.unwrap(key, version);
  if (!secret) throw new Error(`${key.arn} has no key material`);
  const header = Buffer.from([key.account, key.region, key.keyId, version].join("/"));
  const box = seal(secret, plaintext, boundTo(key.keyId, context));
  return Buffer.concat([Buffer.from([FORMAT, header.length]), header, box]);
}

/** Reads which key made a ciphertext; undefined where it is none of ours. */
export function readHeader(blob: Buffer): CiphertextHeader | undefined {
  if (blob[0] !== FORMAT) return undefined;
  const text = blob.subarray(2, 2 + (blob[1] ?? 0)).toString("latin1");
  const match = /^(\d{12})\/([a-z0-9-]+)\/([A-Za-z0-9-]+)\/([1-9]\d*)$/.exec(text);
  if (!match) return undefined;
  const [, account = "", region = "", keyId = "", version] = match;
  return { account, region, keyId, version: Number(version) };
}

/** Decrypts with the key that `readHeader` named; undefined where blob or context are not what was encrypted. */
export function decryptBlob(
  material: KeyMaterial,
  key: KeyRecord,
  blob: Buffer,
  context: EncryptionContext,
): Buffer | undefined {
  const header = readHeader(blob);
  const secret = header && material.unwrap(key, header.version);
  if (!secret) return undefined;
  return open(secret, blob.subarray(2 + (blob[1] ?? 0)), boundTo(key.keyId, context));
}

function boundTo(keyId: string, context: EncryptionContext): string {
  return `${keyId} ${canonicalContext(context)}`;
}
