import { sessionOf, tagged } from "../../actors";
import { call } from "../../calls";
import type { Call, ChangeKind } from "../../change";
import { requestTags } from "../../confirm";
import { mayTry } from "../../rights";
import { rolesIn } from "../../worlds";

const ACTION = "sts:AssumeRole";
const TAG = "sts:TagSession";
const SET_IDENTITY = "sts:SetSourceIdentity";
const IDENTITY = "sts:SourceIdentity";

/** Somebody assumes a role that lets them in, with any tags if it lets them tag sessions. */
export const assumeRole: ChangeKind = {
  id: "assume-role",
  gives: "becomes",
  title: "Assume a role, and tag its session",
  actions: [ACTION, TAG, SET_IDENTITY],
  *changesBy(world, actor) {
    const { documents, tagsAsked } = world;
    const mayIdentify = mayTry(world, actor, SET_IDENTITY);
    for (const { arn, tags } of rolesIn(documents)) {
      const asked = (tagsAsked?.get(arn) ?? []).filter((one) =>
        Object.entries(one).every(([key, value]) => value !== null || !(key in (tags ?? {}))),
      );
      const becomes = [sessionOf(arn)];
      yield { target: arn, calls: [call(ACTION, arn, { [IDENTITY]: [] })], becomes };
      if (mayIdentify) {
        const calls = [call(ACTION, arn), call(SET_IDENTITY, arn)];
        yield { target: arn, variant: "with a source identity", calls, becomes };
      }
      for (const one of asked) {
        const given = requestTags(one);
        const calls: Call[] = [call(ACTION, arn, given), call(TAG, arn, given)];
        const becomes = [sessionOf(arn, tagged(tags, one))];
        yield { target: arn, variant: JSON.stringify(one), calls, becomes };
      }
    }
  },
};
