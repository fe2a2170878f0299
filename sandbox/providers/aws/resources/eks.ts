import type { DescribeUpdateCommandInput, EKS, Update } from "@aws-sdk/client-eks";
import type { Tagging } from "../lifecycle/resource";

const pollMilliseconds = 250;
/** The provider's own limits differ by resource, and none is shorter. */
const longestMilliseconds = 20 * 60_000;

export function eksTagging(arn: string): Tagging<"eks"> {
  return {
    tag: ({ client }, _id, tags, state) => client.tagResource({ resourceArn: state[arn], tags }),
    untag: ({ client }, _id, tagKeys, state) =>
      client.untagResource({ resourceArn: state[arn], tagKeys }),
  };
}

/** Waits for an update of EKS. `name`: the cluster; `of`: the updated part, if not the cluster itself. */
export async function waitForUpdate(
  client: EKS,
  name: string,
  { id }: Update = {},
  of: Pick<DescribeUpdateCommandInput, "addonName" | "nodegroupName"> = {},
): Promise<void> {
  await waitForStatus(
    `update ${id} of cluster ${name}`,
    async () => (await client.describeUpdate({ name, updateId: id, ...of })).update,
    ["Successful"],
    ["Failed", "Cancelled"],
  );
}

/** Waits for a status of `done`. Throws at one of `failed` or after 20 minutes. A missing object has the status `DELETED`. */
export async function waitForStatus(
  what: string,
  ask: () => Promise<{ status?: string | undefined } | undefined>,
  done: string[],
  failed: string[] = [],
): Promise<void> {
  const end = Date.now() + longestMilliseconds;
  for (;;) {
    const status = (await ask())?.status ?? "DELETED";
    if (done.includes(status)) return;
    if (failed.includes(status) || Date.now() > end) {
      throw new Error(`waiting for ${what} to be ${done.join(" or ")}: it is ${status}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
  }
}
