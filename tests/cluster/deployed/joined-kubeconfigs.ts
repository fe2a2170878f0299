import { readFileSync } from "node:fs";

interface Kubeconfig {
  clusters: { name: string; cluster: object }[];
  contexts: object[];
  users: object[];
}

/** The host in the endpoint of each of a sandbox's clusters. */
const HOST = "127.0.0.1";

/**
 * One kubeconfig of many files, whose clusters are reached as those of a sandbox are by a tunnel. Pulumi's provider takes
 * `KUBECONFIG` for a single file.
 */
export function joinedKubeconfigs(files: string[]): string {
  const all = files.map((file): Kubeconfig => JSON.parse(readFileSync(file, "utf8")));
  return JSON.stringify({
    ...{ apiVersion: "v1", kind: "Config" },
    clusters: all.flatMap(({ clusters }) =>
      clusters.map(({ cluster, name }) => ({
        name,
        cluster: { ...cluster, "tls-server-name": HOST },
      })),
    ),
    contexts: all.flatMap(({ contexts }) => contexts),
    users: all.flatMap(({ users }) => users),
  });
}
