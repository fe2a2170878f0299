import { readFileSync } from "node:fs";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** Where a cluster's API answers, and the certificate, as PEM, by which it is known. */
export interface ClusterAddress {
  server: string;
  certificateAuthority: string;
}

/** The address of a cluster whose sandbox keeps its state in `state`. */
export function clusterAddress(
  endpoint: string,
  state: string,
  account: string,
  name: string,
  region = "us-east-1",
): ClusterAddress {
  const server = `${endpoint.replace("http:", "https:")}/_kubernetes/${account}/${region}/${name}`;
  return { server, certificateAuthority: certificateAuthorityIn(state) };
}

/** The certificate, as PEM, by which the clusters are known of a sandbox that keeps its state there. */
export function certificateAuthorityIn(state: string): string {
  const file = readFileSync(join(state, "certificate-authority.pem"), "utf8");
  return file.slice(0, file.indexOf("-----BEGIN PRIVATE KEY-----"));
}

export interface ClusterRequest {
  method?: string;
  token?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface ClusterResponse {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Asks a cluster's API and reads its answer whole. */
export async function clusterRequest(
  address: ClusterAddress,
  path: string,
  options: ClusterRequest = {},
): Promise<ClusterResponse> {
  const response = await openClusterRequest(address, path, options);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: await text(response),
  };
}

/** Asks a cluster's API; the answer may go on. */
export function openClusterRequest(
  { certificateAuthority, server }: ClusterAddress,
  path: string,
  { body, headers, method = "GET", token }: ClusterRequest = {},
): Promise<IncomingMessage> {
  const content =
    body === undefined || typeof body === "string" || Buffer.isBuffer(body)
      ? body
      : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(
      server + path,
      {
        method,
        ca: certificateAuthority,
        headers: {
          "content-type": "application/json",
          "user-agent": "tests/1",
          ...headers,
          // Without it Node.js sends the body of a DELETE unannounced.
          ...(content !== undefined && { "content-length": Buffer.byteLength(content) }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
      },
      resolve,
    );
    sent.once("error", reject);
    sent.end(content);
  });
}
