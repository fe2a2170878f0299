import { rm } from "node:fs/promises";
import { join } from "node:path";
import {
  type DataDirectory,
  dataDirectory,
  prepareDataDirectory,
  startServer,
  stopServer,
} from "@eks-pod-secrets/sandbox";
import pc from "picocolors";
import { type Attempt, make, type Outcome, stoppedBy } from "../../attempts/attempt";
import { readSecret } from "../../attempts/moves";
import type { Scene } from "../../attempts/scene";
import { ATTEMPTS } from "./attempts";
import type { Demo } from "./demo";
import { openScene } from "./scene";

/** Makes every attempt and shows what stopped it. Throws when one succeeded or could not be made. */
export async function tryAttempts(demo: Demo): Promise<number> {
  const outcomes = await makeAll(demo, await openScene(demo.connection), false);
  await onCopy(demo, async (scene) => {
    outcomes.push(...(await makeAll(demo, scene, true)));
  });
  const failed = outcomes.filter(({ kind }) => kind !== "refused");
  if (failed.length === 0) return outcomes.length;
  const names = failed.map(({ attempt, kind }) => `"${attempt.name}" ${kind}`);
  throw new Error(`${failed.length} of ${outcomes.length} attempts: ${names.join("; ")}`);
}

async function makeAll(demo: Demo, scene: Scene, changes: boolean): Promise<Outcome[]> {
  // The same calls by the reader itself go through, so a refusal says something about who asks.
  await readSecret(await scene.pod(scene.applicationA.serviceAccount), scene.secretA);
  await readSecret(await scene.pod(scene.applicationB.serviceAccount), scene.secretB);

  const outcomes: Outcome[] = [];
  for (const attempt of ATTEMPTS.filter((each) => each.changes === changes)) {
    demo.signal.throwIfAborted();
    const outcome = await make(attempt, scene);
    outcomes.push(outcome);
    demo.say(describe(attempt, outcome, demo.verbose));
  }
  return outcomes;
}

/** Runs `work` on a second server with a copy of the state; both are gone afterwards. */
async function onCopy(
  { data, control }: Demo,
  work: (scene: Scene) => Promise<void>,
): Promise<void> {
  const copy: DataDirectory = dataDirectory(join(data.path, "throw-away"));
  await discard(copy);
  try {
    await prepareDataDirectory(copy);
    await control.copy(copy.state);
    await work(await openScene(await startServer(copy)));
  } finally {
    await discard(copy);
  }
}

async function discard(copy: DataDirectory): Promise<void> {
  await stopServer(copy).catch(() => false);
  await rm(copy.path, { recursive: true, force: true });
}

/** Width of the longest name, so that what stopped the attempts stands in one column. */
const WIDTH = Math.max(...ATTEMPTS.map(({ name }) => name.length));

function describe({ name }: Attempt, outcome: Outcome, verbose: boolean): string {
  switch (outcome.kind) {
    case "refused": {
      const { code, reason } = outcome;
      const answer = verbose ? `\n           ${pc.dim(`${code}: ${reason}`)}` : "";
      return `  ${pc.green("refused")}  ${name.padEnd(WIDTH)}  ${stoppedBy(outcome)}${answer}`;
    }
    case "succeeded":
      return `  ${pc.red("SUCCEEDED")}  ${name}`;
    case "not made":
      return `  ${pc.red("NOT MADE")}  ${name}\n           ${outcome.code}: ${outcome.reason}`;
  }
}
