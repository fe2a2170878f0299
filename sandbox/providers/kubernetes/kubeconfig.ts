import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

export interface ExecArgs {
  command: string;
  args: string[];
  env: Record<string, string>;
}

/** How to reach one cluster, and with which user. */
export interface KubeContext {
  server: string;
  /** Certificates, as PEM, to verify the server. Defaults to those of the system. */
  certificateAuthority?: string;
  /** A fixed bearer token, or a command that makes one. */
  user: { token: string } | { exec: ExecArgs };
  namespace?: string;
}

export interface KubeconfigChoice {
  /** Text of a kubeconfig in YAML or JSON, or a file's path. Defaults to `KUBECONFIG`, then `~/.kube/config`. */
  kubeconfig?: string;
  context?: string;
  /** Replaces the context's own cluster. */
  cluster?: string;
}

type ClusterEntry = {
  server?: string;
  "certificate-authority"?: string;
  "certificate-authority-data"?: string;
};

type Document = {
  "current-context"?: string;
  contexts?: { name: string; context: { cluster: string; user: string; namespace?: string } }[];
  clusters?: { name: string; cluster: ClusterEntry }[];
  users?: {
    name: string;
    user: {
      token?: string;
      exec?: {
        command?: string;
        args?: string[] | null;
        env?: { name: string; value: string }[] | null;
      };
    };
  }[];
};

export function readKubeContext(choice: KubeconfigChoice): KubeContext {
  const { context, cluster, clusterName, document } = chosen(choice);
  const server = cluster?.server;
  if (!cluster || !server)
    throw new Error(`kubeconfig has no cluster ${clusterName} with a server`);
  checkClusterEntry(clusterName, cluster);
  const user = document.users?.find((entry) => entry.name === context.user)?.user;
  const certificateAuthority = authorityOf(cluster);
  return {
    server: server.replace(/\/$/, ""),
    ...(certificateAuthority !== undefined && { certificateAuthority }),
    user: userOf(context.user, user),
    ...(context.namespace ? { namespace: context.namespace } : {}),
  };
}

/** Everything in a kubeconfig about the chosen cluster. Undefined if there is nothing. */
export function readCluster(choice: KubeconfigChoice): object | undefined {
  try {
    return chosen(choice).cluster;
  } catch {
    return undefined;
  }
}

function chosen(choice: KubeconfigChoice) {
  const document = parse(kubeconfigText(choice.kubeconfig)) as Document | null;
  const name = choice.context ?? document?.["current-context"];
  if (!document || !name) throw new Error("kubeconfig must have a current-context");
  const context = document.contexts?.find((entry) => entry.name === name)?.context;
  if (!context) throw new Error(`kubeconfig has no context ${name}`);
  const clusterName = choice.cluster ?? context.cluster;
  const cluster = document.clusters?.find((entry) => entry.name === clusterName)?.cluster;
  return { cluster, clusterName, context, document };
}

/** Refuses settings for reaching a cluster that are not supported here. */
function checkClusterEntry(name: string, cluster: ClusterEntry): void {
  const known = ["server", "certificate-authority", "certificate-authority-data", "extensions"];
  const [unknown] = Object.keys(cluster).filter((member) => !known.includes(member));
  if (unknown === undefined) return;
  throw new Error(`kubeconfig's cluster ${name} has ${unknown}, which this provider does not know`);
}

function authorityOf(cluster: ClusterEntry): string | undefined {
  const { "certificate-authority": file, "certificate-authority-data": data } = cluster;
  if (data) return Buffer.from(data, "base64").toString("utf8");
  return file ? readFileSync(file, "utf8") : undefined;
}

function userOf(
  name: string,
  user: NonNullable<Document["users"]>[number]["user"] | undefined,
): KubeContext["user"] {
  if (user?.token) return { token: user.token };
  if (!user?.exec?.command) {
    throw new Error(`kubeconfig's user ${name} must have a token or an exec command`);
  }
  return {
    exec: {
      command: user.exec.command,
      args: user.exec.args ?? [],
      env: Object.fromEntries((user.exec.env ?? []).map((entry) => [entry.name, entry.value])),
    },
  };
}

function kubeconfigText(given: string | undefined): string {
  if (given && /[\n{]/.test(given)) return given;
  const path = given || process.env.KUBECONFIG || join(homedir(), ".kube", "config");
  if (!existsSync(path)) throw new Error(`kubeconfig ${path} does not exist`);
  return readFileSync(path, "utf8");
}
