import { deepStrictEqual, match, throws } from "node:assert";
import * as pulumi from "@pulumi/pulumi";

import * as sdk from "../../../sdk";
import { type MockedEngine, type MockOptions, mockEngine } from "./mocked-engine";

/** Asserts that a component is refused with this reason, which begins with the property, before anything is registered. */
export async function rejects(
  construct: () => pulumi.ComponentResource,
  reason: string,
): Promise<void> {
  const propertyPath = reason.split(" ")[0];
  const engine = await mockEngine();
  throws(construct, (error) => {
    deepStrictEqual(error instanceof pulumi.InputPropertiesError, true);
    const { errors, message } = error as pulumi.InputPropertiesError;
    deepStrictEqual(errors[0], { propertyPath, reason });
    const [component = "", name] = message.split(/[ :]/);
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
    deepStrictEqual([component in sdk, message], [true, `${component} ${name}: ${reason}${more}`]);
    return true;
  });
  await engine.settled();
  deepStrictEqual(engine.children(), []);
}

/** What each reason refuses. */
export function rejectsEach<Args>(
  construct: (args: Args) => pulumi.ComponentResource,
  refused: Record<string, Args>,
): void {
  for (const [reason, args] of Object.entries(refused)) {
    it(`rejects: ${reason}`, () => rejects(() => construct(args), reason));
  }
}

/**
 * Asserts that a component, accepted at first, is refused once its outputs are known: what ends a deployment as failed, with an
 * error of the component's own. Answers the engine as it was left.
 */
export async function rejectsLater(
  construct: () => pulumi.ComponentResource,
  message: RegExp,
  options?: MockOptions,
): Promise<MockedEngine> {
  const engine = await mockEngine(options);
  const listeners = process.listeners("unhandledRejection");
  const refusals: unknown[] = [];
  let component: pulumi.ComponentResource | undefined;
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (error) => refusals.push(error));
  try {
    component = construct();
    await engine.settled();
  } finally {
    process.removeAllListeners("unhandledRejection");
    for (const listener of listeners) process.on("unhandledRejection", listener);
    // A refused deployment leaves promises open, for which Pulumi would fail the whole process.
    await mockEngine();
  }
  const refusal = refusals[0];
  match(String(refusal ?? "nothing was refused"), message);
  match(String(refusal), new RegExp(`: ${component?.constructor.name} \\w+: `));
  deepStrictEqual(
    [pulumi.RunError.isInstance(refusal), (refusal as Error).stack],
    [true, undefined],
  );
  return engine;
}
