import { call } from "../../calls";
import type { AskedTags, AwsCall, ChangeKind } from "../../change";
import { requestTags, withTags } from "../../confirm";
import { identitiesIn, sortOf } from "../../worlds";

/** Somebody sets or removes tags of a role or user that policies compare. */
export const tagIdentity: ChangeKind = {
  id: "tag-identity",
  gives: "becomes",
  title: "Forge the tags of a role or user",
  actions: ["iam:TagRole", "iam:TagUser", "iam:UntagRole", "iam:UntagUser"],
  *changesBy(world) {
    for (const { arn, tags } of identitiesIn(world)) {
      for (const asked of world.tagsAsked?.get(arn) ?? []) {
        const { sort } = sortOf(arn);
        yield {
          target: arn,
          variant: JSON.stringify(asked),
          calls: tagCalls([`iam:Tag${sort}`, `iam:Untag${sort}`], arn, asked, tags),
          apply: (now) => withTags(now, arn, asked),
          retags: { arn, asked },
        };
      }
    }
  },
};

/** The calls that set tags, and remove those that must be missing. */
export function tagCalls(
  [give, take]: [string, string],
  arn: string,
  asked: AskedTags,
  known: Record<string, string> | null | undefined,
): AwsCall[] {
  const given = requestTags(asked);
  const taken = Object.keys(asked).filter((key) => asked[key] === null);
  const calls = [
    ...(Object.keys(given).length > 0 ? [call(give, arn, given)] : []),
    ...(taken.length > 0 ? [call(take, arn, { "aws:TagKeys": taken })] : []),
  ];
  return calls.map(({ aws }) => ({ aws: { ...aws, ...(known && { resourceTags: known }) } }));
}
