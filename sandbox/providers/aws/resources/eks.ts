import type { DescribeUpdateCommandInput, EKS, Update } from "@aws-sdk/client-eks";
import type { Tagging } from "../lifecycle/resource";

const pollMilliseconds = 250;
/** The provider's own limits differ by resource; none of them is shorter. */
const longestMilliseconds = 20 * 60_000;

export function eksTagging(arn: string): Tagging<"eks"> {
  return {
    tag: ({ client }, _id, tags, state) => client.tagResource({ resourceArn: state[arn], tags }),
    untag: ({ client }, _id, tagKeys, state) =>
      client.untagResource({ resourceArn: state[arn], tagKeys }),
  };
}

/** Waits for an update that EKS has begun. `name`: of the cluster; `of`: what of the cluster is updated, where that is not itself. */
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

/** Waits for a status of `done`; throws at one of `failed` or after 20 minutes. A thing that is gone has the status `DELETED`. */
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
