import type { Input } from "../../operations/input/input";
import { invalidParameter, invalidRequest } from "../../operations/input/refusals";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { changeSecret, shortAnswer } from "./authorised-secret";
import type { RotationRules, SecretRecord } from "./secret-record";
import { CURRENT, newVersionId, PENDING } from "./staging-labels";

/** Records function and schedule. The sandbox runs no functions, so the value stays. */
export function rotateSecret(request: EncryptingRequest) {
  const { call, input } = request;
  const given = input.optionalText("RotationLambdaARN", { min: 1, max: 2048 });
  const rules = readRules(input);
  const versionId = newVersionId(input);
  input.flag("RotateImmediately");
  const secret = changeSecret(
    request,
    (current) => {
      requireNoRotation(current);
      const lambdaArn = given ?? current.rotation?.lambdaArn;
      if (lambdaArn === undefined) {
        throw invalidRequest("No Lambda rotation function ARN is associated with this secret.");
      }
      const kept = rules ?? current.rotation?.rules ?? {};
      return { ...current, rotation: { enabled: true, lambdaArn, rules: kept, since: call.now } };
    },
    given === undefined ? {} : { "secretsmanager:RotationLambdaARN": given },
  );
  return { ...shortAnswer(secret), VersionId: versionId };
}

/** Turns rotation off and keeps its settings. */
export function cancelRotateSecret(request: EncryptingRequest) {
  const secret = changeSecret(request, (current) => {
    if (!current.rotation) throw invalidRequest("Rotation is not configured for this secret.");
    return { ...current, rotation: { ...current.rotation, enabled: false } };
  });
  return shortAnswer(secret);
}

/** A version that waits to become current means an unfinished rotation. */
function requireNoRotation({ labels }: SecretRecord): void {
  const isPending = Object.values(labels).some(
    (stages) => stages.includes(PENDING) && !stages.includes(CURRENT),
  );
  if (isPending) {
    throw invalidRequest("A previous rotation isn't complete. That rotation will be reattempted.");
  }
}

function readRules(input: Input): RotationRules | undefined {
  const rules = input.structure("RotationRules");
  if (!rules) return undefined;
  const AutomaticallyAfterDays = rules.integer("AutomaticallyAfterDays", { min: 1, max: 1000 });
  const Duration = rules.optionalText("Duration", { pattern: /^[0-9]{1,2}h$/ });
  const ScheduleExpression = rules.optionalText("ScheduleExpression", { min: 1, max: 256 });
  if (AutomaticallyAfterDays !== undefined && ScheduleExpression !== undefined) {
    throw invalidParameter(
      "RotationRules must give AutomaticallyAfterDays or ScheduleExpression, not both",
    );
  }
  return {
    ...(AutomaticallyAfterDays !== undefined && { AutomaticallyAfterDays }),
    ...(Duration !== undefined && { Duration }),
    ...(ScheduleExpression !== undefined && { ScheduleExpression }),
  };
}
