import { validationException } from "../../operations/input/refusals";
import { open, seal } from "../../store/sealed-box";
import type { KeyMaterial } from "./key-material";
import type { KeyRecord } from "./key-record";

/** What a ciphertext says about its key, readable without the key. */
interface CiphertextHeader {
  account: string;
  region: string;
  keyId: string;
  /** Version of the key's material. */
  version: number;
}

const FORMAT = 1;

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

export function readHeader(blob: Buffer): CiphertextHeader | undefined {
  if (blob[0] !== FORMAT) return undefined;
  const text = blob.subarray(2, 2 + (blob[1] ?? 0)).toString("latin1");
  const match = /^(\d{12})\/([a-z0-9-]+)\/([A-Za-z0-9-]+)\/([1-9]\d*)$/.exec(text);
  if (!match) return undefined;
  const [, account = "", region = "", keyId = "", version] = match;
  return { account, region, keyId, version: Number(version) };
}

/** Decrypts with the key that `readHeader` found. Undefined if the blob or the context differs from the encrypted one. */
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

/** Name–value pairs that a ciphertext is bound to. They are not secret. */
export type EncryptionContext = Record<string, string>;

const LARGEST = 8192;

/** One text for each context, in any order of its pairs. */
export function canonicalContext(context: EncryptionContext): string {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify(pairs);
  if (text.length > LARGEST) {
    throw validationException(
      `encryptionContext must have at most ${LARGEST} characters, got ${text.length}`,
    );
  }
  return text;
}

export function encryptionContextKeys(
  context: EncryptionContext,
): Record<string, string | string[]> {
  const names = Object.keys(context);
  if (names.length === 0) return {};
  return {
    ...Object.fromEntries(
      names.map((name) => [`kms:EncryptionContext:${name}`, context[name] ?? ""]),
    ),
    "kms:EncryptionContextKeys": names,
  };
}
