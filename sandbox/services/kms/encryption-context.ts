import { validationException } from "../../operations/input/refusals";

/** Name–value pairs that a ciphertext is bound to; not secret. */
export type EncryptionContext = Record<string, string>;

const LARGEST = 8192;

/** One text per context, whatever the order of its pairs. */
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

/** The condition keys by which policies see an encryption context. */
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
