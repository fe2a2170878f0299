import { createPrivateKey, X509Certificate } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Certificate, makeAuthority, makeServerCertificate } from "./certificate";

const FILE = "certificate-authority.pem";

export interface ServerIdentity extends Certificate {
  authority: string;
}

export function authorityFile(directory: string): string {
  return join(directory, FILE);
}

/** A server certificate from the directory's own authority, whose key stays in the directory, readable only by its owner. */
export function serverIdentity(directory: string, now = new Date()): ServerIdentity {
  const file = authorityFile(directory);
  const { certificate, key } = parse(read(file) ?? make(file, now));
  return { authority: certificate, ...makeServerCertificate(createPrivateKey(key), now) };
}

function parse(text: string): Certificate {
  const certificate = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n/s.exec(text)?.[0];
  const key = /-----BEGIN PRIVATE KEY-----.*?-----END PRIVATE KEY-----\n/s.exec(text)?.[0];
  try {
    const isPair = new X509Certificate(certificate ?? "").checkPrivateKey(
      createPrivateKey(key ?? ""),
    );
    if (certificate && key && isPair) return { certificate, key };
  } catch {
    // Said below.
  }
  throw new Error(
    `${FILE} must hold the certificate and the key of the clusters' certificate authority: restore it beside the state, or start with an empty data directory`,
  );
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Writes both or nothing: a kill between two writes leaves no half. */
function make(file: string, now: Date): string {
  const { certificate, key } = makeAuthority(now);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, certificate + key, { mode: 0o600, flush: true });
  linkSync(draft, file);
  rmSync(draft);
  return certificate + key;
}
