import type { ClusterRecord } from "../../clusters/records";
import type { Platform } from "../../identity/platform";
import { publicKey } from "./signing-key";

const PREFIX = "/_oidc/";

/** The issuer of a cluster's service account tokens. */
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

/** The documents that the API server itself answers, at the paths of Kubernetes. */
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
