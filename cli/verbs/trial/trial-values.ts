import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";

import { answerOf } from "../../../attempts/attempt";
import { onceAllowed } from "../../../attempts/moves";
import type { LandingZone, ResolvedReader } from "../../../sdk/grant";
import { send } from "../put/target";
import { liveFiles } from "../verify/live-files";
import { podClients } from "./pod-clients";
import type { TrialRead } from "./shape";
import { type AccessTo, describeSecret } from "./trial-scene";

/** The values of a trial's secrets, by the secrets' names in the inventory. They are in memory only. */
export type TrialValues = Map<string, string>;

/** What is read, and where. */
export interface ReadRequest {
  zone: LandingZone;
  accessTo: AccessTo;
  value: TrialRead["value"];
  values: TrialValues;
  signal: AbortSignal;
}

/** How long the driver may take to mount a value, and between two looks. In milliseconds. */
const MOUNTING = { patience: 180_000, pace: 2_000 };

/** Puts a new random value into each secret. */
export async function putValues(
  { secrets }: LandingZone,
  accessTo: AccessTo,
  values: TrialValues,
): Promise<void> {
  for (const secret of secrets) {
    const text = randomBytes(24).toString("base64url");
    const access = await accessTo(secret.account, secret.region);
    await send({ kind: "secret", object: secret }, { bytes: Buffer.from(text), text }, access);
    values.set(secret.id, text);
  }
}

/** Reads everything that a reader may read, by the credentials of its pod, and compares it with what was put. */
export async function readByCredentials(
  reader: ResolvedReader,
  { accessTo, value, values, zone }: ReadRequest,
): Promise<TrialRead[]> {
  const { cluster, grants, namespace, region, serviceAccount } = reader;
  const access = await accessTo(cluster.account, cluster.region);
  const reads: TrialRead[] = [];
  for (const { target } of grants) {
    const one = { reader: reader.id, object: target.id, value, by: "credentials" as const };
    const seconds = stopwatch();
    try {
      const secret = zone.secrets.find(({ id }) => id === target.id);
      const SecretId = secret && (await describeSecret(secret, accessTo)).ARN;
      const { $metadata, SecretString } = await onceAllowed(async () => {
        const pod = await podClients(access, { cluster, namespace, region, serviceAccount });
        return pod.secretsManager.send(new GetSecretValueCommand({ SecretId }));
      });
      const isRight = SecretString !== undefined && SecretString === values.get(target.id);
      const { requestId } = $metadata;
      reads.push({
        ...{ ...one, result: isRight ? "reads" : "fails", seconds: seconds() },
        ...(requestId !== undefined && { requestId }),
        ...(!isRight && { reason: "the value is not the one that was put" }),
      });
    } catch (error) {
      reads.push({ ...one, result: "fails", seconds: seconds(), ...answerOf(error) });
    }
  }
  return reads;
}

/** Waits until the driver has recorded in every pod of a reader the versions that the owners have now. */
export async function readByMount(
  reader: ResolvedReader,
  { signal, value }: Pick<ReadRequest, "signal" | "value">,
): Promise<TrialRead[]> {
  const seconds = stopwatch();
  const deadline = Date.now() + MOUNTING.patience;
  for (;;) {
    const { files } = await liveFiles(reader);
    if (files.every(({ result }) => result === "reads") || Date.now() > deadline) {
      return files.map(({ object, reason, result }) => ({
        ...{ reader: reader.id, object, value, by: "mount", seconds: seconds() },
        result: result === "reads" ? "reads" : "fails",
        ...(reason !== undefined && { reason }),
      }));
    }
    await sleep(MOUNTING.pace, undefined, { signal });
  }
}

/** Seconds since then, to a tenth. */
export function stopwatch(): () => number {
  const started = performance.now();
  return () => Math.round((performance.now() - started) / 100) / 10;
}
