import { randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair, type JWK } from "jose";

/** A new private key for a cluster's service account tokens. Its key id has 40 hexadecimal digits, as in EKS. */
export async function generateSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: "RS256", use: "sig", kid: randomBytes(20).toString("hex") };
}

/** The public half of a signing key. */
export function publicKey({ kty, n, e, alg, use, kid }: JWK): JWK {
  return { kty, n, e, alg, use, kid };
}
