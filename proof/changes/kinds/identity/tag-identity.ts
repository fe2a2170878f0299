import { call, kindOf } from "../../calls";
import type { AskedTags, AwsCall } from "../../change";
import { requestTags, withTags } from "../../confirm";
import { identitiesIn, sortOf } from "../../worlds";

/** Somebody sets or removes tags of a role or user that policies compare. */
export const tagIdentity = kindOf({
  id: "tag-identity",
  gives: "becomes",
  about: {
    title: "Forge the tags of a role or user",
    prerequisites:
      "The right to iam:TagRole or iam:TagUser with the tags that a policy compares, on a role that one can become or on one's own user.",
    fix: "Deny these calls with the tags by which policies decide (aws:TagKeys) to everyone but the deployers, in a control policy.",
    coverage: "full",
  },
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
});

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
