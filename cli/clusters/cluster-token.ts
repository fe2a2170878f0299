import { STSClient } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";
import { dnsSuffixOf } from "../../proof/names/partition";
import type { ResolvedCluster } from "../../sdk/grant";
import type { AccountAccess } from "../aws/account-access";

/** In seconds. */
const VALID = 60;

/** The bearer token that `aws eks get-token` makes: the address of a signed call of STS that names the cluster. */
export async function clusterToken(
  { name, region }: Pick<ResolvedCluster, "name" | "region">,
  access: AccountAccess,
): Promise<string> {
  const { credentials, sha256 } = new STSClient(access).config;
  const signer = new SignatureV4({ service: "sts", region, credentials, sha256 });
  const { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_STS } = process.env;
  const own = AWS_ENDPOINT_URL_STS || AWS_ENDPOINT_URL;
  const endpoint = new URL(own || `https://sts.${region}.${dnsSuffixOf(region)}`);
  const { path, query } = await signer.presign(
    {
      method: "GET",
      protocol: endpoint.protocol,
      hostname: endpoint.hostname,
      ...(endpoint.port && { port: Number(endpoint.port) }),
      path: "/",
      headers: { host: endpoint.host, "x-k8s-aws-id": name },
      query: { Action: "GetCallerIdentity", Version: "2011-06-15" },
    },
    { expiresIn: VALID, unhoistableHeaders: new Set(["x-k8s-aws-id"]) },
  );
  const signed = new URL(path, endpoint);
  for (const [key, value] of Object.entries(query ?? {})) signed.searchParams.set(key, `${value}`);
  return `k8s-aws-v1.${Buffer.from(signed.href).toString("base64url")}`;
}
