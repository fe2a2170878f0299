import { parseArn } from "../../../names";
import type { ChangeKind } from "../../change";
import { withTags } from "../../confirm";
import { askedOf, tagCalls } from "./tag-identity";

/** The calls that set and remove tags, by the service of the resource. */
const CALLS: Record<string, [string, string]> = {
  secretsmanager: ["secretsmanager:TagResource", "secretsmanager:UntagResource"],
  kms: ["kms:TagResource", "kms:UntagResource"],
  ssm: ["ssm:AddTagsToResource", "ssm:RemoveTagsFromResource"],
};

/** Somebody sets or removes tags of a secret, key or parameter that policies compare. */
export const tagResource: ChangeKind = {
  id: "tag-resource",
  gives: "opens",
  title: "Fit the tags of a secret, key or parameter",
  actions: Object.values(CALLS).flat(),
  *changesBy(world) {
    const { keys, parameters, secrets } = world.documents;
    const all = [...(secrets ?? []), ...(keys ?? []), ...(parameters ?? [])];
    for (const { arn } of all) {
      const calls = CALLS[parseArn(arn)?.service ?? ""];
      for (const asked of calls ? askedOf(world, arn) : []) {
        yield {
          target: arn,
          variant: JSON.stringify(asked),
          sets: Object.keys(asked),
          calls: tagCalls(calls ?? ["", ""], arn, asked),
          apply: (now) => withTags(now, arn, asked),
        };
      }
    }
  },
};
