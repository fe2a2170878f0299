import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { ResolvedReader } from "../../../sdk/grant";
import { UserError } from "../../terminal/errors";

/** Where a probe mounts what it is to read. */
export const PROBE_MOUNT = "/mnt/secrets";

/** Asks the pods of a sandbox for a file, and answers why they have it not, or undefined where they do. */
export type AskPod = (reader: ResolvedReader, path: string) => Promise<string | undefined>;

/** How to ask the pods of the sandbox that the environment points at; undefined where it points at AWS. */
export function sandboxPods(environment = process.env): AskPod | undefined {
  const endpoint = environment.AWS_ENDPOINT_URL;
  const token = join(environment.EKS_POD_SECRETS_SANDBOX || ".sandbox", "control-token");
  if (!endpoint || !existsSync(token)) return undefined;
  const authorization = `Bearer ${readFileSync(token, "utf8").trim()}`;
  return async (reader, path) => {
    const response = await fetch(`${endpoint}/_sandbox/${reader.deployment ? "exec" : "probe"}`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify({ ...podOf(reader), command: ["cat", path] }),
    }).catch(() => {
      throw new UserError(`no sandbox answers on ${endpoint}: npx eks-pod-secrets sandbox start`);
    });
    const answer = (await response.json()) as {
      error?: string;
      exitCode?: number;
      stdout?: string;
      stderr?: string;
      stale?: string;
    };
    if (!response.ok) return answer.error ?? `the sandbox answered ${response.status}`;
    // The value itself goes no further.
    if (answer.exitCode !== 0) return answer.stderr?.trim() || `exit code ${answer.exitCode}`;
    if (answer.stale !== undefined)
      return `its files are from before a mount that failed: ${answer.stale}`;
    return answer.stdout ? undefined : "the file is empty";
  };
}

/** The reader's own pod; where another tool deploys it, one that lives as long as the question. */
function podOf(reader: ResolvedReader): object {
  const { cluster, deployment, id, namespace, secretProviderClass, serviceAccount } = reader;
  if (deployment) return { reader: id };
  const mountPath = PROBE_MOUNT;
  return { cluster: cluster.arn, namespace, serviceAccount, secretProviderClass, mountPath };
}
