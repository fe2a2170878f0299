import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import type { ResolvedCluster } from "eks-pod-secrets/grant";
import { parse } from "yaml";
import type { ClusterConnection } from "./contract";

/** How a context reaches a cluster. */
interface ClusterEntry {
  server?: string;
  "tls-server-name"?: string;
  "insecure-skip-tls-verify"?: boolean;
  "certificate-authority"?: string;
  "certificate-authority-data"?: string;
}

/** The parts of a kubeconfig that are used here. */
interface Kubeconfig {
  contexts?: { name: string; context?: { cluster?: string } }[] | null;
  clusters?: { name: string; cluster?: ClusterEntry }[] | null;
}

/**
 * Why the kubeconfig context in the inventory must not be used for a cluster: it leads elsewhere. Undefined if it is right, or if
 * none is named. A tunnel to the cluster may have another address. Then `tls-server-name` must be the cluster's own.
 */
export function contextMismatch(
  { id, kubeconfigContext: name, region, name: clusterName }: ResolvedCluster,
  { certificateAuthority, endpoint }: Pick<ClusterConnection, "certificateAuthority" | "endpoint">,
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined {
  if (name === undefined) return undefined;
  const why = mismatch(name, endpoint, certificateAuthority, environment);
  if (why === undefined) return undefined;
  return `clusters.${id}.kubeconfigContext "${name}" ${why}: name the context of cluster ${clusterName}, which aws eks update-kubeconfig --name ${clusterName} --region ${region} makes, or leave kubeconfigContext out`;
}

function mismatch(
  name: string,
  endpoint: string,
  authority: string,
  environment: NodeJS.ProcessEnv,
): string | undefined {
  const found = clusterOfContext(name, environment);
  if (typeof found === "string") return found;
  if (!found) return "is in no kubeconfig";
  const { directory, entry } = found;
  const server = entry.server ?? "";
  const isThere =
    withoutSlash(server) === withoutSlash(endpoint) ||
    (entry["tls-server-name"] !== undefined && entry["tls-server-name"] === hostOf(endpoint));
  if (!isThere) return `leads to ${server || "no server"}, not to ${endpoint}`;
  if (entry["insecure-skip-tls-verify"]) return "does not check the server's certificate";
  const own = authorityOf(entry, directory);
  return own === plain(authority) ? undefined : "has another certificate authority";
}

/** The cluster of a context. With several files, the first that has the name decides, as in kubectl. Or why a file cannot be read. */
function clusterOfContext(
  name: string,
  { HOME, KUBECONFIG }: NodeJS.ProcessEnv,
): { entry: ClusterEntry; directory: string } | string | undefined {
  const paths = KUBECONFIG?.split(delimiter).filter(Boolean) ?? [];
  if (paths.length === 0) paths.push(join(HOME || homedir(), ".kube", "config"));
  const files: { directory: string; config: Kubeconfig }[] = [];
  for (const path of paths.filter(existsSync)) {
    try {
      files.push({ directory: dirname(resolve(path)), config: kubeconfigAt(path) });
    } catch (error) {
      return `cannot be looked up, because ${path} is no kubeconfig: ${(error as Error).message.trim()}`;
    }
  }
  const contexts = files.flatMap(({ config }) => config.contexts ?? []);
  const cluster = contexts.find((one) => one.name === name)?.context?.cluster;
  const [found] = files.flatMap(({ config, directory }) =>
    (config.clusters ?? [])
      .filter((one) => one.name === cluster)
      .map((one) => ({ entry: one.cluster ?? {}, directory })),
  );
  return found;
}

function kubeconfigAt(path: string): Kubeconfig {
  const config = (parse(readFileSync(path, "utf8")) ?? {}) as Kubeconfig;
  const lists: unknown[] = [config.clusters ?? [], config.contexts ?? []];
  const areNamed = lists.every(
    (list) => Array.isArray(list) && list.every((one) => typeof one?.name === "string"),
  );
  if (!areNamed) throw new Error("its clusters and contexts are no lists of names");
  return config;
}

function authorityOf(entry: ClusterEntry, directory: string): string | undefined {
  const { "certificate-authority": file, "certificate-authority-data": data } = entry;
  if (data) return plain(data);
  const path = file && resolve(directory, file);
  if (!path || !existsSync(path)) return undefined;
  return readFileSync(path, "utf8").replace(/\s/g, "");
}

/** A certificate without white space, which files and APIs write differently. */
function plain(base64: string): string {
  return Buffer.from(base64, "base64").toString("utf8").replace(/\s/g, "");
}

function hostOf(endpoint: string): string | undefined {
  return URL.canParse(endpoint) ? new URL(endpoint).hostname : undefined;
}

function withoutSlash(url: string): string {
  return url.toLowerCase().replace(/\/$/, "");
}
