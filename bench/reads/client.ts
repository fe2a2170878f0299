import { Agent, request } from "node:http";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** The load that the clients must make. */
export interface Load {
  endpoint: string;
  readers: Reader[];
  /** Connections. Each sends its next read when its last one is answered. */
  clients: number;
  seconds: number;
}

/** The result of the load. */
export interface Reads {
  /** Reads that were answered with the value. Any other answer ends the run. */
  reads: number;
  seconds: number;
  /** Time from sending to the end of the answer: of the median read, and of the 99th percentile. */
  milliseconds: { median: number; most: number };
}

async function main(): Promise<void> {
  const { clients, endpoint, readers, seconds }: Load = JSON.parse(await text(process.stdin));
  const signed = await Promise.all(readers.map((reader) => signedRead(endpoint, reader)));
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const times: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;

  const client = async (index: number) => {
    for (let turn = index; performance.now() < end; turn++) {
      const sent = performance.now();
      await send(endpoint, signed[turn % signed.length] as SignedRead, agent);
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));

  const elapsed = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? Number.NaN;
  const milliseconds = { median: at(0.5), most: at(0.99) };
  const reads: Reads = { reads: times.length, seconds: elapsed, milliseconds };
  process.stdout.write(JSON.stringify(reads));
  agent.destroy();
}

function send(endpoint: string, { body, headers }: SignedRead, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const sending = request(endpoint, { agent, headers, method: "POST" }, (answer) => {
      let said = "";
      answer.setEncoding("utf8");
      answer.on("data", (part: string) => {
        said += part;
      });
      answer.on("end", () => {
        if (answer.statusCode === 200 && said.includes("SecretString")) resolve();
        else reject(new Error(`the sandbox must answer with the value, got ${said}`));
      });
    });
    sending.on("error", reject);
    sending.end(body);
  });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

/** A reader, and the secret that it reads. */
interface Reader {
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
  /** Name or ARN. */
  secretId: string;
}

/** A signed `GetSecretValue` request. It can be sent again until its signature expires. */
interface SignedRead {
  headers: Record<string, string>;
  body: string;
}

/** Has the SDK sign one read without sending it. Each reader signs once, so that signing does not limit the rate. */
async function signedRead(
  endpoint: string,
  { credentials, secretId }: Reader,
): Promise<SignedRead> {
  let signed: SignedRead | undefined;
  const keep = async ({ body, headers }: SignedRead) => {
    signed = { body, headers };
    return { response: { statusCode: 200, headers: {}, body: Readable.from(["{}"]) } };
  };
  const client = new SecretsManagerClient({
    ...{ endpoint, credentials, region: "us-east-1" },
    requestHandler: { handle: keep, metadata: { handlerProtocol: "http/1.1" } },
  });
  await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  if (!signed) throw new Error("the SDK must hand over the request that it signed");
  return signed;
}
