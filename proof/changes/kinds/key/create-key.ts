import { parseArn } from "../../../names";
import { accountOfActor } from "../../actors";
import { call } from "../../calls";
import type { ChangeKind } from "../../change";
import { regionsToTry } from "../../regions";
import { mayTry } from "../../rights";
import { madeKey, withMadeKey } from "../../secret-keys";

const ACTION = "kms:CreateKey";

/** Somebody makes a key whose policy lets in anyone they like. A secret can then be moved to it, or replicated under it. */
export const createKey: ChangeKind = {
  id: "create-key",
  gives: "opens",
  title: "Create a key, and write its policy",
  actions: [ACTION],
  *changesBy(world, actor) {
    const account = accountOfActor(actor);
    const { partition } = parseArn(world.documents.secrets?.[0]?.arn ?? "") ?? {};
    if (!account || !partition || !mayTry(world, actor, ACTION)) return;
    for (const region of regionsToTry(world, partition)) {
      const key = madeKey({ partition, region, account });
      yield {
        target: key,
        calls: [call(ACTION, "*", { "aws:RequestedRegion": region })],
        apply: (now) => withMadeKey(now, key),
      };
    }
  },
};
