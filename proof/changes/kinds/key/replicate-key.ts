import { formatArn, parseArn } from "../../../names";
import { call, kindOf } from "../../calls";
import type { World } from "../../change";
import { OPEN_TO_ALL } from "../../worlds";

const ACTION = "kms:ReplicateKey";

/** Somebody replicates a multi-Region key: the replica decrypts what the primary encrypted, and has a policy of its own. */
export const replicateKey = kindOf({
  id: "replicate-key",
  gives: "opens",
  about: {
    title: "Replicate a multi-Region key, with a policy of one's own",
    prerequisites: `The rights to ${ACTION} on a multi-Region primary key, and to kms:CreateKey in the other region.`,
    fix: `Deny ${ACTION} to everyone but the deployers, or use keys of one region.`,
    coverage: "full",
  },
  actions: [ACTION, "kms:CreateKey"],
  *changesBy({ documents }) {
    for (const { arn } of documents.keys ?? []) {
      const parts = parseArn(arn);
      if (!parts?.resource.startsWith("key/mrk-")) continue;
      const region = parts.region === "us-west-2" ? "us-east-1" : "us-west-2";
      const replica = formatArn({ ...parts, region });
      if (documents.keys?.some((one) => one.arn === replica)) continue;
      yield {
        target: arn,
        calls: [
          call(ACTION, arn, { "kms:ReplicaRegion": region }),
          call("kms:CreateKey", "*", { "kms:MultiRegionKeyType": "REPLICA" }),
        ],
        apply: (world) => withReplica(world, arn, replica),
      };
    }
  },
});

function withReplica(world: World, arn: string, replica: string): World {
  const keys = (world.documents.keys ?? []).map((one) =>
    one.arn === arn ? { ...one, relatedKeys: [...(one.relatedKeys ?? []), replica] } : one,
  );
  const made = { arn: replica, policy: OPEN_TO_ALL, relatedKeys: [arn] };
  return { ...world, documents: { ...world.documents, keys: [...keys, made] } };
}
