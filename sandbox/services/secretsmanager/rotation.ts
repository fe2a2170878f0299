import type { Input } from "../../operations/input/member";
import {
  booleanMember,
  optionalInteger,
  optionalString,
  optionalStructure,
} from "../../operations/input/member";
import type { Operation } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import { changeSecret, shortAnswer } from "./change-secret";
import type { RotationRules } from "./secret-record";
import type { SecretsContext } from "./secrets-context";
import { newVersionId } from "./version-members";

/** `RotateSecret`: records function and schedule. The sandbox runs no functions, so the value stays. */
export function rotateSecret(context: SecretsContext): Operation {
  return (call, input) => {
    const given = optionalString(input, "RotationLambdaARN", { min: 1, max: 2048 });
    const rules = readRules(input);
    const versionId = newVersionId(input);
    booleanMember(input, "RotateImmediately");
    const secret = changeSecret(
      context,
      call,
      input,
      "RotateSecret",
      (current) => {
        const lambdaArn = given ?? current.rotation?.lambdaArn;
        if (lambdaArn === undefined) {
          throw new AwsError(
            "InvalidRequestException",
            "No Lambda rotation function ARN is associated with this secret.",
          );
        }
        const kept = rules ?? current.rotation?.rules ?? {};
        return {
          ...current,
          rotation: { enabled: true, lambdaArn, rules: kept, since: call.now },
        };
      },
      given === undefined ? {} : { "secretsmanager:RotationLambdaARN": given },
    );
    return { ...shortAnswer(secret), VersionId: versionId };
  };
}

/** `CancelRotateSecret`: the settings stay, switched off. */
export function cancelRotateSecret(context: SecretsContext): Operation {
  return (call, input) => {
    const secret = changeSecret(context, call, input, "CancelRotateSecret", (current) => {
      if (!current.rotation) {
        throw new AwsError(
          "InvalidRequestException",
          "Rotation is not configured for this secret.",
        );
      }
      return { ...current, rotation: { ...current.rotation, enabled: false } };
    });
    return shortAnswer(secret);
  };
}

function readRules(input: Input): RotationRules | undefined {
  const rules = optionalStructure(input, "RotationRules");
  if (!rules) return undefined;
  const AutomaticallyAfterDays = optionalInteger(rules, "AutomaticallyAfterDays", {
    min: 1,
    max: 1000,
  });
  const Duration = optionalString(rules, "Duration", { pattern: /^[0-9]{1,2}h$/ });
  const ScheduleExpression = optionalString(rules, "ScheduleExpression", { min: 1, max: 256 });
  if (AutomaticallyAfterDays !== undefined && ScheduleExpression !== undefined) {
    throw new AwsError(
      "InvalidParameterException",
      "RotationRules must give AutomaticallyAfterDays or ScheduleExpression, not both",
    );
  }
  return {
    ...(AutomaticallyAfterDays !== undefined && { AutomaticallyAfterDays }),
    ...(Duration !== undefined && { Duration }),
    ...(ScheduleExpression !== undefined && { ScheduleExpression }),
  };
}
