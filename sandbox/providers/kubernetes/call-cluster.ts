import { Agent, request } from "node:https";
import { text } from "node:stream/consumers";

export interface ClusterCall {
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** Certificates, as PEM, by which the server is known. Defaults to those of the system. */
  certificateAuthority?: string;
}

const agent = new Agent({ keepAlive: true });

/** Makes one call of a cluster's API. Throws where the server is not known by the certificates. */
export async function callCluster(
  url: string,
  { body, certificateAuthority, headers, method }: ClusterCall,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, ca: certificateAuthority, headers, method });
    call.once("error", reject);
    call.once("response", (response) => {
      text(response).then(
        (all) => resolve({ status: response.statusCode ?? 0, text: all }),
        reject,
      );
    });
    call.end(body);
  });
}
