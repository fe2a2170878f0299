import * as pulumi from "@pulumi/pulumi";

import type { DrawnArns } from "../sdk/policy";

/** ARNs by names within the inventory, known when their resources exist. */
export interface ArnOutputs {
  secrets: Record<string, pulumi.Output<string>>;
  keys: Record<string, pulumi.Output<string>>;
}

/** The ARNs that AWS drew, once all of them are known. */
export function drawnArns({ keys, secrets }: ArnOutputs): pulumi.Output<DrawnArns> {
  return pulumi.all([pulumi.all(secrets), pulumi.all(keys)]).apply(
    ([secretArns, keyArns]): DrawnArns => ({
      secretArn: ({ existingArn, id }) => drawn(secretArns, id, existingArn),
      keyArn: ({ existingArn, id }) => drawn(keyArns, id, existingArn),
    }),
  );
}

function drawn(arns: Record<string, string>, id: string, existingArn: string | undefined): string {
  const arn = arns[id] ?? existingArn;
  if (arn === undefined) throw new Error(`no ARN of ${id} is known to this stack`);
  return arn;
}
