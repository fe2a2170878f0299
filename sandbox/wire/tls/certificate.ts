import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";

/** A certificate and the private key that belongs to it, both as PEM. */
export interface Certificate {
  certificate: string;
  key: string;
}

const DAY = 24 * 60 * 60 * 1000;
const AUTHORITY_NAME = "kubernetes";
const AUTHORITY_DAYS = 3650;
const SERVER_DAYS = 365;

const ECDSA_WITH_SHA256 = sequence(objectId("1.2.840.10045.4.3.2"));
const COMMON_NAME = objectId("2.5.4.3");
const SERVER_AUTHENTICATION = objectId("1.3.6.1.5.5.7.3.1");
const EXTENSION = {
  subjectKeyIdentifier: objectId("2.5.29.14"),
  keyUsage: objectId("2.5.29.15"),
  subjectAlternativeName: objectId("2.5.29.17"),
  basicConstraints: objectId("2.5.29.19"),
  authorityKeyIdentifier: objectId("2.5.29.35"),
  extendedKeyUsage: objectId("2.5.29.37"),
};

export function makeAuthority(now: Date): Certificate {
  const privateKey = newKey();
  return signed(AUTHORITY_NAME, privateKey, privateKey, now, AUTHORITY_DAYS, [
    extension(EXTENSION.basicConstraints, sequence(truth(true)), true),
    // keyCertSign and cRLSign.
    extension(EXTENSION.keyUsage, bitString(Buffer.from([0x06]), 1), true),
  ]);
}

export function makeServerCertificate(authorityKey: KeyObject, now: Date): Certificate {
  const names = sequence(
    member(2, Buffer.from("localhost"), { isWhole: true }),
    member(7, Buffer.from([127, 0, 0, 1]), { isWhole: true }),
  );
  return signed("kube-apiserver", newKey(), authorityKey, now, SERVER_DAYS, [
    extension(EXTENSION.basicConstraints, sequence(), true),
    // digitalSignature.
    extension(EXTENSION.keyUsage, bitString(Buffer.from([0x80]), 7), true),
    extension(EXTENSION.extendedKeyUsage, sequence(SERVER_AUTHENTICATION)),
    extension(EXTENSION.subjectAlternativeName, names),
  ]);
}

function newKey(): KeyObject {
  return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
}

function signed(
  subject: string,
  privateKey: KeyObject,
  authorityKey: KeyObject,
  now: Date,
  days: number,
  extensions: Buffer[],
): Certificate {
  const publicKey = spkiOf(privateKey);
  const content = sequence(
    // Version 3.
    member(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    nameOf(AUTHORITY_NAME),
    // The clocks of this machine and of its containers may differ a little.
    sequence(time(new Date(now.getTime() - DAY)), time(new Date(now.getTime() + days * DAY))),
    nameOf(subject),
    publicKey,
    member(
      3,
      sequence(
        ...extensions,
        extension(EXTENSION.subjectKeyIdentifier, octetString(identifierOf(publicKey))),
        extension(
          EXTENSION.authorityKeyIdentifier,
          sequence(member(0, identifierOf(spkiOf(authorityKey)), { isWhole: true })),
        ),
      ),
    ),
  );
  const signature = sign("sha256", content, authorityKey);
  const der = sequence(content, ECDSA_WITH_SHA256, bitString(signature));
  return {
    certificate: pem(der),
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  };
}

function nameOf(commonName: string): Buffer {
  return sequence(set(sequence(COMMON_NAME, utf8String(commonName))));
}

function extension(id: Buffer, content: Buffer, isCritical = false): Buffer {
  return sequence(id, ...(isCritical ? [truth(true)] : []), octetString(content));
}

function spkiOf(privateKey: KeyObject): Buffer {
  return createPublicKey(privateKey).export({ type: "spki", format: "der" });
}

function identifierOf(publicKey: Buffer): Buffer {
  return createHash("sha256").update(publicKey).digest().subarray(0, 20);
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

/** Values in DER, the form of certificates (X.690), as far as they need it. */

function sequence(...items: Buffer[]): Buffer {
  return value(0x30, Buffer.concat(items));
}

function set(...items: Buffer[]): Buffer {
  return value(0x31, Buffer.concat(items));
}

/** A member identified by its number, made of other members or of bytes. */
function member(number: number, content: Buffer, { isWhole = false } = {}): Buffer {
  return value((isWhole ? 0x80 : 0xa0) + number, content);
}

function integer(bytes: Buffer): Buffer {
  const isNegative = ((bytes[0] ?? 0) & 0x80) !== 0;
  return value(0x02, isNegative ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

function truth(given: boolean): Buffer {
  return value(0x01, Buffer.from([given ? 0xff : 0]));
}

function octetString(content: Buffer): Buffer {
  return value(0x04, content);
}

function bitString(content: Buffer, unused = 0): Buffer {
  return value(0x03, Buffer.concat([Buffer.from([unused]), content]));
}

function utf8String(text: string): Buffer {
  return value(0x0c, Buffer.from(text));
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return value(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** A time in whole seconds. Certificates write years before 2050 with two digits. */
function time(date: Date): Buffer {
  const digits = `${date.toISOString().slice(0, 19).replace(/\D/g, "")}Z`;
  return date.getUTCFullYear() < 2050
    ? value(0x17, Buffer.from(digits.slice(2)))
    : value(0x18, Buffer.from(digits));
}

function value(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content)]), content]);
}

function lengthOf({ length }: Buffer): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

function base128(number: number): number[] {
  const bytes = [number & 0x7f];
  for (let rest = number >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}
