import { strictEqual } from "node:assert";
import { STEPS, type StepId } from "../../../cli/doctor/step";
import { ASSOCIATION_FAULTS, TRUST_FAULTS } from "./association-faults";
import { CLASS_FAULTS, NODE_FAULTS, POD_FAULTS } from "./cluster-faults";
import type { Fault, Undo } from "./fault";
import { OWNER_FAULTS, ROLE_FAULTS } from "./policy-faults";
import { doctorScene } from "./scene";
import { VALUE_FAULTS } from "./value-faults";

const FAULTS: readonly Fault[] = [
  ...[...ROLE_FAULTS, ...POD_FAULTS, ...ASSOCIATION_FAULTS, ...NODE_FAULTS, ...CLASS_FAULTS],
  ...[...TRUST_FAULTS, ...OWNER_FAULTS, ...VALUE_FAULTS],
];

/** A reader, and the steps of two faults. The fault of the later step is planted first. */
const PAIRS: [string, StepId, StepId][] = [
  ["sealed", "granted", "resource-policy"],
  ["sealed", "granted", "trust"],
  ["own", "cluster", "association"],
  ["own", "service-account", "association"],
  ["own", "service-account", "provider-class"],
  ["own", "pods", "boundary"],
  ["tool", "pods", "provider-class"],
  ["own", "association", "agent"],
  ["own", "association", "resource-policy"],
  ["orders", "association", "key-state"],
  ["ledger", "association", "trust"],
  ["own", "agent", "driver"],
  ["own", "agent", "trust"],
  ["own", "driver", "provider-class"],
  ["sealed", "provider", "trust"],
  ["own", "audiences", "identity-policy"],
  ["orders", "provider-class", "key-policy"],
  ["orders", "trust", "object"],
  ["ledger", "trust", "key-state"],
  ["own", "identity-policy", "boundary"],
  ["orders", "identity-policy", "resource-policy"],
  ["config", "identity-policy", "key-policy"],
  ["orders", "resource-policy", "key-policy"],
  ["orders", "key-policy", "key-state"],
  ["orders", "trust", "key-policy"],
];

describe("doctor, of two faults", () => {
  const scene = doctorScene();
  const order = Object.keys(STEPS);

  for (const [reader, ...steps] of PAIRS) {
    it(`of ${reader} answers the earlier: ${steps.join(", not ")}`, async () => {
      strictEqual(order.indexOf(steps[0]) < order.indexOf(steps[1]), true);
      const [earlier, later] = steps.map((step) => faultOf(reader, step));
      const undos: Undo[] = [];
      try {
        for (const fault of [later, earlier]) if (fault) undos.unshift(await fault.plant(scene));
        await scene.restart(reader);
        const { answer } = (await scene.doctor(reader)).reader;
        strictEqual(answer?.step, steps[0], JSON.stringify(answer, null, 1));
      } finally {
        for (const undo of undos) await undo();
      }
    });
  }
});

function faultOf(reader: string, step: StepId): Fault {
  const found = FAULTS.find((fault) => fault.reader === reader && fault.step === step);
  if (!found) throw new Error(`no fault of ${reader} at ${step}`);
  return found;
}
