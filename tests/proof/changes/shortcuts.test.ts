import { deepStrictEqual } from "node:assert/strict";

import { KINDS, startsIn, waysToRead } from "../../../proof";
import { close } from "../../../proof/changes/close";
import { waysOfIdentities } from "./planted/of-identities";
import { waysOfRivals } from "./planted/of-rivals";
import { waysOfSecrets } from "./planted/of-secrets";
import { waysOfSessions } from "./planted/of-sessions";
import { allow, BUILDER, type Difference, may, policy, withRole, worldOf } from "./world";

const planted = [...waysOfSecrets, ...waysOfIdentities, ...waysOfSessions, ...waysOfRivals];

/** Rights that include those of others, or that lead to what others reach. */
const widely: Difference[] = [
  may(allow("*")),
  may(allow("iam:*")),
  withRole(BUILDER, { policies: [policy(allow("*"))] }),
  withRole(BUILDER, { policies: [policy(allow(["iam:PassRole", "lambda:*"]))] }),
];

describe("shortcuts of the closure", () => {
  planted.forEach(({ differences, title }, at) => {
    it(`find of everyone what is found of each alone, beside ${title}`, () => {
      const other = planted[(7 * at + 3) % planted.length]?.differences ?? [];
      const wide = widely[at % widely.length] as Difference;
      const world = worldOf([wide, ...other, ...differences]);
      const secrets = (world.documents.secrets ?? []).map(({ arn }) => arn);
      const { ways } = waysToRead(world, { kinds: KINDS, secrets });
      const found = ways.map(({ secret, start }) => `${start.key} ${secret}`);
      const most = Number.POSITIVE_INFINITY;
      const options = { kinds: KINDS, wanted: secrets, most, isTold: () => true };
      const alone = startsIn(world).flatMap((start) =>
        [...close(world, start, options).found]
          .filter(([, { steps }]) => steps.length > 0)
          .map(([secret]) => `${start.key} ${secret}`),
      );
      deepStrictEqual(found.sort(), alone.sort());
    });
  });
});
