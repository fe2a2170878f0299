import { call } from "../../calls";
import type { AskedTags, AwsCall, ChangeKind, World } from "../../change";
import { requestTags, withTags } from "../../confirm";
import { identitiesIn, sortOf } from "../../worlds";

/** Somebody sets or removes tags of a role or user that policies compare. */
export const tagIdentity: ChangeKind = {
  id: "tag-identity",
  gives: "becomes",
  title: "Forge the tags of a role or user",
  actions: ["iam:TagRole", "iam:TagUser", "iam:UntagRole", "iam:UntagUser"],
  *changesBy(world) {
    for (const { arn } of identitiesIn(world)) {
      for (const asked of askedOf(world, arn)) {
        const { sort } = sortOf(arn);
        yield {
          target: arn,
          variant: JSON.stringify(asked),
          sets: Object.keys(asked),
          calls: tagCalls([`iam:Tag${sort}`, `iam:Untag${sort}`], arn, asked),
          apply: (now) => withTags(now, arn, asked),
          retags: { arn, asked },
        };
      }
    }
  },
};

/** The tags that somebody would need of the thing with this ARN: all at once, or one after another. */
export function askedOf({ tagsAsked }: World, arn: string): AskedTags[] {
  const all = (tagsAsked?.get(arn) ?? []).flatMap((asked) => [
    asked,
    ...Object.entries(asked).map(([key, value]) => ({ [key]: value })),
  ]);
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** The calls that set tags, and remove those that must be missing. */
export function tagCalls([give, take]: [string, string], arn: string, asked: AskedTags): AwsCall[] {
  const given = requestTags(asked);
  const taken = Object.keys(asked).filter((key) => asked[key] === null);
  return [
    ...(Object.keys(given).length > 0 ? [call(give, arn, given)] : []),
    ...(taken.length > 0 ? [call(take, arn, { "aws:TagKeys": taken })] : []),
  ];
}
