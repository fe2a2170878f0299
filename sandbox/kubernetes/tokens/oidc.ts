import { randomBytes } from "node:crypto";
import { dnsSuffixOf } from "iam-proof/names";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import type { ClusterRecord } from "../../clusters/records";
import type { Store } from "../../store/store";

/** The path of an issuer's documents in its URL. */
export const ISSUER_PATH = "/id/";

export function issuerOf({ oidcId, region }: Pick<ClusterRecord, "oidcId" | "region">): string {
  return `https://oidc.eks.${region}.${dnsSuffixOf(region)}${ISSUER_PATH}${oidcId}`;
}

export function clusterOfIssuer(store: Store, issuer: string): ClusterRecord | undefined {
  return store
    .values<ClusterRecord>(["eks-cluster"])
    .find((cluster) => issuerOf(cluster) === issuer);
}

/** Answers with the discovery document or the key set of a cluster's issuer. Undefined for other paths. */
export function oidcDocument(store: Store, path: string): object | undefined {
  const [id = "", ...rest] = path.slice(ISSUER_PATH.length).split("/");
  const cluster = store.values<ClusterRecord>(["eks-cluster"]).find(({ oidcId }) => oidcId === id);
  return cluster && issuerDocument(cluster, rest.join("/"));
}

export function apiServerDocument(cluster: ClusterRecord, path: string): object | undefined {
  return issuerDocument(cluster, path === "openid/v1/jwks" ? "keys" : path);
}

function issuerDocument(cluster: ClusterRecord, path: string): object | undefined {
  const issuer = issuerOf(cluster);
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

/** A new private key for a cluster's service account tokens. Like in EKS, its key ID has 40 hexadecimal digits. */
export async function generateSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: "RS256", use: "sig", kid: randomBytes(20).toString("hex") };
}

export function publicKey({ kty, n, e, alg, use, kid }: JWK): JWK {
  return { kty, n, e, alg, use, kid };
}
