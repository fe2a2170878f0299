import { deepStrictEqual, ok } from "node:assert/strict";
import { KINDS, sessionOf, waysToRead } from "iam-proof";
import { EKS_KINDS, KUBERNETES_KINDS } from "../../../cli/changes/kinds";
import { commandedClusters } from "../../../cli/changes/users";
import { WAYS as IN_EKS } from "./planted/in-eks";
import { WAYS as IN_KUBERNETES } from "./planted/in-kubernetes";
import { WAYS as IN_TOKENS, NEAR_IN_TOKENS } from "./planted/in-tokens";
import { NEAR_IN_EKS } from "./planted/near/in-eks";
import { NEAR_IN_KUBERNETES } from "./planted/near/in-kubernetes";
import { ATTACKER, type Case, SECRET, worldOf } from "./planted/world";

const waysOf = (one: Case) =>
  waysToRead(worldOf(one), {
    kinds: [...KINDS, ...EKS_KINDS, ...KUBERNETES_KINDS],
    commands: commandedClusters,
    secrets: [SECRET],
    starts: [sessionOf(ATTACKER)],
  });

describe("ways to read through clusters", () => {
  for (const one of [...IN_KUBERNETES, ...IN_EKS, ...IN_TOKENS]) {
    it(`finds ${one.title}`, () => {
      const { ways } = waysOf(one);
      deepStrictEqual(
        ways.map(({ steps }) => steps.map(({ kind }) => kind.id).sort()),
        [[...one.steps].sort()],
      );
      const supposed = ways.flatMap(({ steps }) =>
        steps.flatMap(({ worstCase = [] }) => worstCase),
      );
      if (one.supposes !== undefined) deepStrictEqual(supposed, [one.supposes]);
      for (const call of ways.flatMap(({ steps }) => steps.flatMap(({ calls }) => calls))) {
        ok("request" in call ? call.decision.decision === "allowed" : call.allowed);
      }
    });
  }

  for (const one of [...NEAR_IN_KUBERNETES, ...NEAR_IN_EKS, ...NEAR_IN_TOKENS]) {
    it(`finds none by ${one.title}`, () => {
      const { reasons, result, ways } = waysOf(one);
      deepStrictEqual(
        ways.map(({ steps }) => steps.map(({ kind, target }) => `${kind.id} ${target}`)),
        [],
      );
      deepStrictEqual({ reasons, result }, { reasons: [], result: "complete" });
    });
  }
});
