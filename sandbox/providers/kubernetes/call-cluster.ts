import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

import { ownPace } from "../../clusters/pace";

export interface ClusterCall {
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** Certificates, as PEM, to verify the server. Defaults to those of the system. */
  certificateAuthority?: string;
  signal?: AbortSignal;
}

const agent = new Agent({ keepAlive: true });

/** How often the Go client of Kubernetes retries, and its pause in seconds after a broken connection. */
const RETRIES = { most: 10, pause: 1 };

export interface ClusterAnswer {
  status: number;
  text: string;
}

/** Calls a cluster's API like the Go client. It retries when told to, and reads also after a broken connection. */
export function callCluster(url: string, call: ClusterCall): Promise<ClusterAnswer> {
  return callAgain(url, call, async (response) => ({
    status: response.statusCode ?? 0,
    text: await text(response),
  }));
}

/** The same for a streaming answer, such as a watch. Resolves when the answer starts. */
export function openCluster(url: string, call: ClusterCall): Promise<IncomingMessage> {
  return callAgain(url, call, async (response) => response);
}

async function callAgain<T>(
  url: string,
  call: ClusterCall,
  read: (response: IncomingMessage) => Promise<T>,
): Promise<T> {
  for (let retries = 0; ; retries++) {
    const isLast = retries === RETRIES.most;
    let pause = RETRIES.pause;
    try {
      const response = await send(url, call);
      const retryAfter = retryAfterOf(response);
      if (retryAfter === undefined || isLast) return await read(response);
      pause = retryAfter;
      await text(response);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ECONNRESET") throw error;
      if (call.method !== "GET" || isLast) throw lost(url, call);
    }
    await sleep(pause * 1000 * ownPace());
  }
}

/** Seconds after which the server allows another call, if it says so. */
function retryAfterOf({ headers, statusCode = 0 }: IncomingMessage): number | undefined {
  const isRetryable = statusCode === 429 || statusCode >= 500;
  const seconds = isRetryable ? headers["retry-after"] : undefined;
  return seconds === undefined ? undefined : Number(seconds);
}

/** The error in Go's words. */
function lost(url: string, { method }: ClusterCall): Error {
  return new Error(`${method[0]}${method.slice(1).toLowerCase()} "${url}": EOF`);
}

function send(
  url: string,
  { body, certificateAuthority, headers, method, signal }: ClusterCall,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, ca: certificateAuthority, headers, method, signal });
    call.once("error", reject);
    call.once("response", resolve);
    call.end(body);
  });
}
