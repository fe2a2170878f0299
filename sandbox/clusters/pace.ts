/** AWS's approximate times in milliseconds; `propagation` is how long providers wait until a change is known everywhere. */
const AWS_TIMES = {
  cluster: 60_000,
  nodegroup: 20_000,
  addon: 10_000,
  keyRead: 1_000,
  propagation: 120_000,
};

/** Names the variable with the sandbox's pace, for its server and its providers. */
export const PACE_VARIABLE = "EKS_POD_SECRETS_SANDBOX_PACE";

/** The pace of this process: 0, everything is there at once; 1, as slow as AWS; 0.1, ten times as fast. Defaults to 0. */
export function ownPace(): number {
  const text = process.env[PACE_VARIABLE] || "0";
  const pace = Number(text);
  if (pace >= 0 && pace <= 10) return pace;
  throw new Error(`${PACE_VARIABLE} must be a number from 0 to 10, got ${JSON.stringify(text)}`);
}

/** How long something takes at a pace, in milliseconds. */
export function timeOf(kind: keyof typeof AWS_TIMES, pace: number): number {
  return AWS_TIMES[kind] * pace;
}

/** Whether AWS would still be working on what began at that time. */
export function isBeingMade(
  kind: keyof typeof AWS_TIMES,
  { createdAt }: { createdAt: Date },
  { now, pace }: { now: Date; pace: number },
): boolean {
  return now.getTime() < createdAt.getTime() + timeOf(kind, pace);
}
