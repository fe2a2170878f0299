import { randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import type { ClusterRecord } from "../../clusters/records";
import type { Platform } from "../../identity/platform";

const PREFIX = "/_oidc/";

export function issuerOf(
  { endpoint }: Pick<Platform, "endpoint">,
  { oidcId }: Pick<ClusterRecord, "oidcId">,
): string {
  return `${endpoint}${PREFIX}${oidcId}`;
}

/** Answers discovery and key set of a cluster's issuer; undefined where the path is no such document. */
export function oidcDocument(platform: Platform, path: string): object | undefined {
  if (!path.startsWith(PREFIX)) return undefined;
  const [id = "", ...rest] = path.slice(PREFIX.length).split("/");
  const cluster = platform.store
    .values<ClusterRecord>(["eks-cluster"])
    .find(({ oidcId }) => oidcId === id);
  if (!cluster) return undefined;
  return issuerDocument(platform, cluster, rest.join("/"));
}

export function apiServerDocument(
  platform: Platform,
  cluster: ClusterRecord,
  path: string,
): object | undefined {
  return issuerDocument(platform, cluster, path === "openid/v1/jwks" ? "keys" : path);
}

function issuerDocument(
  platform: Platform,
  cluster: ClusterRecord,
  path: string,
): object | undefined {
  const issuer = issuerOf(platform, cluster);
  switch (path) {
    case ".well-known/openid-configuration":
      return {
        issuer,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ["id_token"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
      };
    case "keys":
      return { keys: [publicKey(cluster.signingKey)] };
    default:
      return undefined;
  }
}

/** A new private key for a cluster's service account tokens. Its key id has 40 hexadecimal digits, as in EKS. */
export async function generateSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: "RS256", use: "sig", kid: randomBytes(20).toString("hex") };
}

export function publicKey({ kty, n, e, alg, use, kid }: JWK): JWK {
  return { kty, n, e, alg, use, kid };
}
