import { Agent, request } from "node:https";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

import { ownPace } from "../../clusters/pace";

export interface ClusterCall {
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** Certificates, as PEM, by which the server is known. Defaults to those of the system. */
  certificateAuthority?: string;
}

const agent = new Agent({ keepAlive: true });

/** How often the Go client of Kubernetes tries again, and after how many seconds where a connection broke. */
const RETRIES = { most: 10, pause: 1 };

interface ClusterAnswer {
  status: number;
  text: string;
  /** After how many seconds it may be called again, where the server says so. */
  retryAfter?: number;
}

/**
 * Calls a cluster's API, as the Go client does: again where the server asks for that, and a call that only reads also where the
 * connection broke. Throws where the server is not known by the certificates.
 */
export async function callCluster(url: string, call: ClusterCall): Promise<ClusterAnswer> {
  for (let retries = 0; ; retries++) {
    const answer = await send(url, call).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ECONNRESET") throw error;
      if (call.method !== "GET" || retries === RETRIES.most) throw lost(url, call);
      return undefined;
    });
    if (answer && (answer.retryAfter === undefined || retries === RETRIES.most)) return answer;
    await sleep((answer?.retryAfter ?? RETRIES.pause) * 1000 * ownPace());
  }
}

/** In Go's words. */
function lost(url: string, { method }: ClusterCall): Error {
  return new Error(`${method[0]}${method.slice(1).toLowerCase()} "${url}": EOF`);
}

function send(
  url: string,
  { body, certificateAuthority, headers, method }: ClusterCall,
): Promise<ClusterAnswer> {
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, ca: certificateAuthority, headers, method });
    call.once("error", reject);
    call.once("response", (response) => {
      const { headers, statusCode: status = 0 } = response;
      const isRetryable = status === 429 || status >= 500;
      const retryAfter = isRetryable ? headers["retry-after"] : undefined;
      text(response).then(
        (all) =>
          resolve({
            ...{ status, text: all },
            ...(retryAfter !== undefined && { retryAfter: Number(retryAfter) }),
          }),
        reject,
      );
    });
    call.end(body);
  });
}
