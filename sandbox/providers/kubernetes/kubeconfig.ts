import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

export interface ExecArgs {
  command: string;
  args: string[];
  env: Record<string, string>;
}

/** How to reach one cluster, and as whom. */
export interface KubeContext {
  server: string;
  /** A fixed bearer token, or the command that makes one. */
  user: { token: string } | { exec: ExecArgs };
  /** Namespace of the context, where it has one. */
  namespace?: string;
}

export interface KubeconfigChoice {
  /** Text of a kubeconfig in YAML or JSON, or a file's path. Defaults to `KUBECONFIG`, then `~/.kube/config`. */
  kubeconfig?: string;
  /** Defaults to the kubeconfig's current context. */
  context?: string;
  /** Takes the place of the context's own cluster. */
  cluster?: string;
}

type Document = {
  "current-context"?: string;
  contexts?: { name: string; context: { cluster: string; user: string; namespace?: string } }[];
  clusters?: { name: string; cluster: { server?: string } }[];
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

/** Reads the chosen context of a kubeconfig. */
export function readKubeContext(choice: KubeconfigChoice): KubeContext {
  const { context, cluster, clusterName, document } = chosen(choice);
  const server = cluster?.server;
  if (!server) throw new Error(`kubeconfig has no cluster ${clusterName} with a server`);
  const user = document.users?.find((entry) => entry.name === context.user)?.user;
  return {
    server: server.replace(/\/$/, ""),
    user: userOf(context.user, user),
    ...(context.namespace ? { namespace: context.namespace } : {}),
  };
}

/** All that a kubeconfig says of the chosen cluster; undefined where it says nothing. */
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
