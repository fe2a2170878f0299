import type { Properties } from "../../common/values";
import type { Context, Update } from "../lifecycle/resource";
import { tagChanges } from "../lifecycle/tags";

const pollMilliseconds = 250;
const defaultWaitSeconds = 60;

/** Changes the tags of any EKS resource by its ARN. */
export async function updateEksTags(
  { account, region }: Context,
  resourceArn: string,
  { inputs, state, changed }: Update,
): Promise<void> {
  if (!changed("tags")) return;
  const client = await account.eks(region);
  const { added, removed } = tagChanges(state.tags, inputs.tags);
  if (removed.length > 0) await client.untagResource({ resourceArn, tagKeys: removed });
  if (Object.keys(added).length > 0) await client.tagResource({ resourceArn, tags: added });
}

/** The cluster and the id within it, of an import id that names both. */
export function importByCluster(
  id: string,
  separator: string,
  form: string,
): { id: string; state: Properties } {
  const [clusterName, inner, ...rest] = id.split(separator);
  if (!clusterName || !inner || rest.length > 0) {
    throw new Error(`import id must be of the form ${form}, got ${id}`);
  }
  return { id: inner, state: { clusterName } };
}

/**
 * Asks for a status until it is one of `done` (answers it), or one of `failed` or 60 seconds have gone (throws).
 * `undefined`, a thing that is gone, counts as the status `DELETED`.
 */
export async function waitForStatus(
  what: string,
  ask: () => Promise<string | undefined>,
  done: string[],
  failed: string[] = [],
): Promise<void> {
  const end = Date.now() + defaultWaitSeconds * 1000;
  for (;;) {
    const status = (await ask()) ?? "DELETED";
    if (done.includes(status)) return;
    if (failed.includes(status) || Date.now() > end) {
      throw new Error(`waiting for ${what} to be ${done.join(" or ")}: it is ${status}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
  }
}
