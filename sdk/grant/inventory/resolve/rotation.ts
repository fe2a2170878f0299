import { ownRegionFlaw, regionFlaw } from "../../../rules/arn-rules";
import type { Path, Report } from "../../../rules/problem";
import type {
  ResolvedSecret,
  RotationSchedule,
  RotationSettings,
} from "../../landing-zone/landing-zone";
import type { SecretEntry } from "../schema/secret";
import { ownArn } from "./references";

/** What of a rotation only a secret that this package creates is given. */
const SCHEDULE = ["lambdaArn", "automaticallyAfterDays"] as const;

/** Who rotates a secret; and how, where this package creates it. */
export function resolveRotation(
  { existing, rotation }: SecretEntry,
  { account, region }: Pick<ResolvedSecret, "account" | "region">,
  path: Path,
  report: Report,
): RotationSettings | undefined {
  if (!rotation) return undefined;
  const { automaticallyAfterDays, lambdaArn, roleArn } = rotation;
  const at = [...path, "rotation"];
  for (const key of SCHEDULE) {
    if (existing && rotation[key] !== undefined) {
      report([...at, key], "must be left out: the secret exists and keeps its own");
    }
    if (!existing && rotation[key] === undefined) report([...at, key], "is required");
  }
  if (lambdaArn !== undefined) {
    const says = regionFlaw(lambdaArn, region, "function", "secret") ?? ownRegionFlaw(lambdaArn);
    report([...at, "lambdaArn"], says);
  }
  if (roleArn !== undefined) ownArn(roleArn, account, [...at, "roleArn"], report);
  else if (existing) report([...at, "roleArn"], "is required");
  return { roleArn, ...scheduleOf(lambdaArn, automaticallyAfterDays, existing) };
}

function scheduleOf(
  lambdaArn: string | undefined,
  automaticallyAfterDays: number | undefined,
  existing: boolean | undefined,
): { schedule?: RotationSchedule } {
  if (existing || lambdaArn === undefined || automaticallyAfterDays === undefined) return {};
  return { schedule: { lambdaArn, automaticallyAfterDays } };
}
