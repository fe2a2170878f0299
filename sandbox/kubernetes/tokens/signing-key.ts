import { exportJWK, generateKeyPair, type JWK } from "jose";

/** A new private key for a cluster's service account tokens, with its key id. */
export async function generateSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: "RS256", use: "sig", kid: crypto.randomUUID() };
}

/** The public half of a signing key. */
export function publicKey({ kty, n, e, alg, use, kid }: JWK): JWK {
  return { kty, n, e, alg, use, kid };
}
