import type { Caller } from "../wire/messages/operation";
import type { Weather } from "./weather";

/** Sessions of nodes and of pods, which EC2 and the Pod Identity agent renew in time. */
const RENEWED = /:assumed-role\/[^/]+\/(?:i|eks)-/;

/** Whether a session is older than the weather lets sessions be. `pace`: how fast AWS's time goes; at 0 no session ends. */
export function isExpired(
  { sessions }: Weather,
  { arn, issuedAt }: Pick<Caller, "arn" | "issuedAt">,
  now: Date,
  pace: number,
): boolean {
  if (sessions === undefined || pace === 0) return false;
  if (issuedAt === undefined || RENEWED.test(arn)) return false;
  return now.getTime() - issuedAt > sessions * 1000 * pace;
}
