import { existsSync, readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { ResolvedReader } from "eks-pod-secrets/grant";
import { UserError } from "../../terminal/errors";

/** Error codes of Node.js for a wrong certificate or TLS handshake. */
const TLS =
  /^(ERR_TLS|ERR_SSL|EPROTO$|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH$)/;

/** Why the sandbox on an endpoint gave no answer, and what to do. */
function sandboxFailure(error: unknown, endpoint: string, seconds: number): string {
  const { code = "", message, name } = error as NodeJS.ErrnoException;
  const what = `cannot ask the sandbox on AWS_ENDPOINT_URL, ${endpoint}`;
  const again = 'eval "$(npx eks-pod-secrets sandbox env)"';
  if (code === "ECONNREFUSED") {
    return `${what}: the connection was refused, so that nothing runs there: npx eks-pod-secrets sandbox start`;
  }
  if (name === "TimeoutError" || name === "AbortError" || code === "ETIMEDOUT") {
    return `${what}: no answer within ${seconds} s: npx eks-pod-secrets sandbox stop ends it, and its state stays`;
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return `${what}: the name of the host is not found: set the endpoint by ${again}`;
  }
  if (TLS.test(code)) {
    return `${what}: TLS failed (${code}), so that another server than this sandbox answers there: set the endpoint by ${again}`;
  }
  if (code === "ENOENT") {
    return `${what}: it has no certificate yet (${message}): npx eks-pod-secrets sandbox start`;
  }
  if (name === "SyntaxError") return `${what}: its answer is no JSON, so that it is another server`;
  return `${what}: ${message || code}`;
}

/** Where a probe mounts what it reads. */
export const PROBE_MOUNT = "/mnt/secrets";

/** The sandbox may have to start a pod first. */
const ANSWER_TIMEOUT = 120_000;

/** Asks the pods of a sandbox for a file. Returns why they do not have it; undefined if they do. */
export type AskPod = (reader: ResolvedReader, path: string) => Promise<string | undefined>;

/** Returns a function that asks the pods of the sandbox in the environment; undefined if the environment points at AWS. */
export function sandboxPods(
  environment = process.env,
  milliseconds = ANSWER_TIMEOUT,
): AskPod | undefined {
  const endpoint = environment.AWS_ENDPOINT_URL;
  const sandbox = environment.EKS_POD_SECRETS_SANDBOX || ".sandbox";
  const token = join(sandbox, "control-token");
  if (!endpoint || !existsSync(token)) return undefined;
  const server: SandboxServer = {
    endpoint: endpoint.replace(/^http:/, "https:"),
    token: readFileSync(token, "utf8").trim(),
    authority: join(sandbox, "state", "certificate-authority.pem"),
  };
  return async (reader, path) => {
    const question = { ...podOf(reader), command: ["cat", path] };
    const { answer, status } = await ask(
      server,
      reader.deployment ? "exec" : "probe",
      question,
      milliseconds,
    ).catch((error: unknown) => {
      throw new UserError(sandboxFailure(error, endpoint, milliseconds / 1000));
    });
    if (status !== 200) return answer.error ?? `the sandbox answered ${status}`;
    // The value itself is not passed on.
    if (answer.exitCode !== 0) return answer.stderr?.trim() || `exit code ${answer.exitCode}`;
    if (answer.stale !== undefined)
      return `its files are from before a mount that failed: ${answer.stale}`;
    return answer.stdout ? undefined : "the file is empty";
  };
}

interface SandboxServer {
  endpoint: string;
  token: string;
  /** Path of the server's certificate. The token is only sent to this server. */
  authority: string;
}

interface PodAnswer {
  error?: string;
  exitCode?: number;
  stdout?: string;
  stderr?: string;
  stale?: string;
}

function ask(
  { authority, endpoint, token }: SandboxServer,
  operation: string,
  question: object,
  milliseconds: number,
): Promise<{ status: number; answer: PodAnswer }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${endpoint}/_sandbox/${operation}`,
      {
        method: "POST",
        ca: readFileSync(authority),
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        signal: AbortSignal.timeout(milliseconds),
      },
      (response) => {
        const status = response.statusCode ?? 0;
        text(response)
          .then((body) => resolve({ status, answer: JSON.parse(body) }))
          .catch(reject);
      },
    );
    sent.once("error", reject);
    sent.end(JSON.stringify(question));
  });
}

/** The reader's own pod or, if another tool deploys it, a short-lived one. */
function podOf(reader: ResolvedReader): object {
  const { cluster, deployment, id, namespace, secretProviderClass, serviceAccount } = reader;
  if (deployment) return { reader: id };
  const mountPath = PROBE_MOUNT;
  return { cluster: cluster.arn, namespace, serviceAccount, secretProviderClass, mountPath };
}
