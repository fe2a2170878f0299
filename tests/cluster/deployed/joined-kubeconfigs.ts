import { readFileSync } from "node:fs";

interface Kubeconfig {
  clusters: object[];
  contexts: object[];
  users: object[];
}

/** One kubeconfig of many files. Pulumi's provider takes `KUBECONFIG` for a single file. */
export function joinedKubeconfigs(files: string[]): string {
  const all = files.map((file): Kubeconfig => JSON.parse(readFileSync(file, "utf8")));
  return JSON.stringify({
    ...{ apiVersion: "v1", kind: "Config" },
    clusters: all.flatMap(({ clusters }) => clusters),
    contexts: all.flatMap(({ contexts }) => contexts),
    users: all.flatMap(({ users }) => users),
  });
}
