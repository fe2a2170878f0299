import { existsSync, readFileSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { text as textOf } from "node:stream/consumers";
import type { AllowedAction } from "../identity/authorisation/allowed-actions";
import type { ExecResult } from "../pods/exec";
import type { PodStatus } from "../pods/status";
import type { Fault } from "../weather/faults";
import type { Connection } from "./data-directory";

export interface AccountCredentials {
  id: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export interface SandboxStatus {
  pid: number;
  endpoint: string;
  /** E.g. `calm`, `storm`, `seed 17`. */
  weather: string;
  /** How slow AWS is, from 0 (everything at once) to 1 (as AWS). */
  pace: number;
  accounts: { id: string; name?: string; region?: string }[];
  clusters: { arn: string; account: string; name: string; region: string }[];
  pods: PodStatus[];
}

export interface ControlClient {
  status(): Promise<SandboxStatus>;
  /** Returns the administrator's credentials for an account, always the same ones. Creates the account if it is new. */
  account(account: { id: string; name?: string; region?: string }): Promise<AccountCredentials>;
  /** Runs `cat` or `ls` in the pod of a reader. */
  exec(reader: string, command: string[]): Promise<ExecResult>;
  /** Mounts the volumes of a reader's pods again, as the driver's rotation does. `failure` says why that failed for a pod. */
  remount(reader: string): Promise<{ pods: (PodStatus & { failure?: string })[] }>;
  /** Runs `cat` or `ls` in a pod with these properties that exists only for this call. */
  probe(pod: {
    cluster: string;
    namespace: string;
    serviceAccount: string;
    secretProviderClass: string;
    mountPath: string;
    command: string[];
  }): Promise<ExecResult>;
  token(request: {
    cluster: string;
    namespace: string;
    serviceAccount: string;
    audience?: string;
  }): Promise<{ token: string }>;
  /** Puts accounts into an organization. The levels of an account's control policies start at the root. */
  organization(organization: {
    id: string;
    managementAccount?: string;
    accounts: string[];
    serviceControlPolicies?: { account: string; levels: object[][] }[];
    resourceControlPolicies?: { account: string; levels: object[][] }[];
  }): Promise<unknown>;
  /** What callers were allowed since the last call. The first call returns nothing. */
  allowedActions(): Promise<{ actions: AllowedAction[] }>;
  /** Ends the waiting periods of all keys scheduled for deletion. */
  deletedKeys(): Promise<unknown>;
  /** Plans faults for future calls, and starts to note calls. */
  planFaults(faults: readonly Fault[]): Promise<unknown>;
  /** The calls since then, and the faults that happened. */
  notedCalls(): Promise<{ calls: string[]; happened: Fault[] }>;
  copy(directory: string): Promise<unknown>;
}

/** How long the server may take to answer, in milliseconds. */
const ANSWER_TIMEOUT = 120_000;
/** How long it may take to answer that it runs. */
const STATUS_TIMEOUT = 5_000;

/** Errors of a server that has ended or is ending. */
const UNREACHABLE = ["ECONNREFUSED", "ECONNRESET", "EPIPE"];

/** A server took a request and does not answer. */
export class SilentServerError extends Error {
  override name = "SilentServerError";
}

/** A request that the control side refused. */
export class ControlError extends Error {
  constructor(
    public readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = "ControlError";
  }
}

/** A client for the server of a sandbox. Every call throws a `ControlError` with the server's words, or says that none runs. */
export function controlClient(connection: Connection): ControlClient {
  const post = <T>(path: string, body: unknown) => request<T>(connection, "POST", path, body);
  return {
    status: () => request(connection, "GET", "/_sandbox/status", undefined, STATUS_TIMEOUT),
    account: (account) => post("/_sandbox/accounts", account),
    exec: (reader, command) => post("/_sandbox/exec", { reader, command }),
    remount: (reader) => post("/_sandbox/remount", { reader }),
    probe: (pod) => post("/_sandbox/probe", pod),
    token: (pod) => post("/_sandbox/token", pod),
    organization: (organization) =>
      request(connection, "PUT", "/_sandbox/organization", organization),
    allowedActions: () => post("/_sandbox/allowed-actions", {}),
    deletedKeys: () => post("/_sandbox/deleted-keys", {}),
    planFaults: (faults) => request(connection, "PUT", "/_sandbox/faults", { faults }),
    notedCalls: () => request(connection, "GET", "/_sandbox/faults"),
    copy: (directory) => post("/_sandbox/copy", { directory }),
  };
}

async function request<T>(
  connection: Connection,
  method: "GET" | "POST" | "PUT",
  path: string,
  body?: unknown,
  timeout = ANSWER_TIMEOUT,
): Promise<T> {
  const { status, text } = await send(connection, method, path, body, timeout);
  const answer = parsed(text);
  if (status !== 200) {
    const { error } = answer as { error?: string };
    throw new ControlError(status, error ?? `the sandbox answered ${status}`);
  }
  return answer as T;
}

/** Uses TLS, so that only this sandbox's server gets the token: another user could listen on its port while it is stopped. */
function send(
  { authority, controlToken, endpoint }: Connection,
  method: string,
  path: string,
  body: unknown,
  timeout: number,
): Promise<{ status: number; text: string }> {
  if (!existsSync(authority)) throw notRunning();
  const content = body === undefined ? "" : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = httpsRequest(
      `${endpoint.replace(/^http:/, "https:")}${path}`,
      {
        method,
        ca: readFileSync(authority),
        agent: false,
        headers: {
          authorization: `Bearer ${controlToken}`,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(content),
        },
        signal: AbortSignal.timeout(timeout),
      },
      (response) => {
        textOf(response).then(
          (text) => resolve({ status: response.statusCode ?? 0, text }),
          (error) => reject(failure(error, endpoint)),
        );
      },
    );
    sent.once("error", (error) => reject(failure(error, endpoint)));
    sent.end(content);
  });
}

function failure(error: NodeJS.ErrnoException, endpoint: string): Error {
  if (error.name === "AbortError" || error.name === "TimeoutError") {
    return new SilentServerError(
      `the sandbox does not answer on ${endpoint}: \`npx eks-pod-secrets sandbox stop\` ends it, and its state stays`,
    );
  }
  if (UNREACHABLE.includes(error.code ?? "")) return notRunning();
  return new Error(`its certificate is not this sandbox's (${error.code ?? error.message})`);
}

function notRunning(): ControlError {
  return new ControlError(0, "the sandbox is not running: run `npx eks-pod-secrets sandbox start`");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
