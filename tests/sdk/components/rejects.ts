import { deepStrictEqual, match, throws } from "node:assert";
import * as pulumi from "@pulumi/pulumi";

import * as sdk from "../../../sdk";
import { type MockedEngine, type MockOptions, mockEngine } from "./mocked-engine";

/** Checks that a component is refused for this reason before anything is registered. The reason begins with the property. */
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

/** Checks that each of these arguments is refused for its reason. */
export function rejectsEach<Args>(
  construct: (args: Args) => pulumi.ComponentResource,
  refused: Record<string, Args>,
): void {
  for (const [reason, args] of Object.entries(refused)) {
    it(`rejects: ${reason}`, () => rejects(() => construct(args), reason));
  }
}

/**
 * Checks that a component is accepted at first, and refused once its outputs are known. That makes a deployment fail with an error of
 * the component. Returns the engine as it was left.
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
    // A refused deployment leaves promises open. Pulumi would make the whole process fail because of them.
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
