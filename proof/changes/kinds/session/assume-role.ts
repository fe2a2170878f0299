import { sessionOf, tagged } from "../../actors";
import { call, kindOf } from "../../calls";
import type { Call } from "../../change";
import { requestTags } from "../../confirm";
import { rolesIn } from "../../worlds";

const ACTION = "sts:AssumeRole";
const TAG = "sts:TagSession";

/** Somebody assumes a role that lets them in, with any tags if it lets them tag sessions. */
export const assumeRole = kindOf({
  id: "assume-role",
  gives: "becomes",
  about: {
    title: "Assume a role, and tag its session",
    prerequisites: `A trust policy that lets the caller in, and the right to ${ACTION} where it leaves that to the account; for tags of the session ${TAG} as well.`,
    fix: "Name in trust policies the principals that may assume the role, and allow sts:TagSession only to who must tag.",
    coverage: "full",
  },
  actions: [ACTION, TAG],
  *changesBy({ documents, tagsAsked }) {
    for (const { arn, tags } of rolesIn(documents)) {
      const asked = (tagsAsked?.get(arn) ?? []).filter((one) =>
        Object.entries(one).every(([key, value]) => value !== null || !(key in (tags ?? {}))),
      );
      yield { target: arn, calls: [call(ACTION, arn)], becomes: [sessionOf(arn)] };
      for (const one of asked) {
        const given = requestTags(one);
        const calls: Call[] = [call(ACTION, arn, given), call(TAG, arn, given)];
        const becomes = [sessionOf(arn, tagged(tags, one))];
        yield { target: arn, variant: JSON.stringify(one), calls, becomes };
      }
    }
  },
});
