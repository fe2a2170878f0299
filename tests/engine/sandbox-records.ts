import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { open } from "lmdb";
import type { ControlClient } from "../../sandbox/instance/control-client";

/** A record in the state of the accounts. */
export interface SandboxRecord {
  /** The kind comes first, then account, region and names. */
  key: string[];
  value: Record<string, unknown>;
}

/** Everything that the accounts and clusters of a running sandbox hold, sorted by key. */
export async function sandboxRecords(control: ControlClient): Promise<SandboxRecord[]> {
  const directory = mkdtempSync(join(tmpdir(), "eks-pod-secrets-state-"));
  try {
    await control.copy(directory);
    const path = join(directory, "state.lmdb");
    const database = open<SandboxRecord["value"], Buffer>({
      ...{ path, noSubdir: true, keyEncoding: "binary", readOnly: true },
    });
    const records = Array.from(database.getRange({}), ({ key, value }) => ({
      key: Buffer.from(key).toString().split("\0"),
      value,
    }));
    await database.close();
    return records;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The driver's add-on makes this namespace, and does not delete it. */
const ADD_ONS_NAMESPACE = "aws-secrets-manager";

/**
 * Keys of the records that the accounts' owners can see. Left out are deleted things that can be restored, keys that AWS manages,
 * parameters, because no stack holds them, sessions, answered requests, events, and pods without a Deployment.
 */
export function living(records: readonly SandboxRecord[]): string[] {
  const gone = new Set(
    records.filter(({ value }) => value.deletion !== undefined).map(({ value }) => value.arn),
  );
  return records
    .filter(({ key: [kind = "", ...names], value }) => {
      switch (kind) {
        case "kms-key":
          return value.state !== "PendingDeletion" && value.manager !== "AWS";
        case "kms-alias":
          return !names.at(-1)?.startsWith("alias/aws/");
        case "secret":
          return value.deletion === undefined;
        case "kubernetes":
          return !/^(events|pods)/.test(names[3] ?? "") && !names.includes(ADD_ONS_NAMESPACE);
        case "role":
        case "policy":
        case "oidc-provider":
          return true;
        case "eks-request":
        case "eks-request-day":
          return false;
        default:
          return kind.startsWith("eks-") && !gone.has(value.arn);
      }
    })
    .map(({ key }) => key.join(" "));
}
