import type { Platform } from "../../identity/platform";
import { bindOperations } from "../../operations/service";
import type { JsonService } from "../../wire/messages";
import type { KeyService } from "../kms/encrypting-platform";
import * as writes from "./create-and-update";
import * as deletion from "./delete-secret";
import * as values from "./get-secret-value";
import * as listing from "./list-secrets";
import OPERATIONS from "./operations.json";
import * as passwords from "./random-password";
import * as replicas from "./replicas";
import * as policies from "./resource-policies";
import * as rotation from "./rotation";
import * as tagging from "./tagging";
import * as versions from "./versions";

const RUNS = {
  ...writes,
  ...deletion,
  ...values,
  ...listing,
  ...passwords,
  ...replicas,
  ...policies,
  ...rotation,
  ...tagging,
  ...versions,
};

/** AWS Secrets Manager. Each value has a data key, which the caller opens with their own rights on the KMS key. */
export function createSecretsManager(platform: Platform, kms: KeyService): JsonService {
  const service = {
    protocol: "json",
    signingName: "secretsmanager",
    unsupported: "InvalidParameterException",
    targetPrefix: "secretsmanager",
    messageMember: "Message",
  } as const;
  return {
    ...service,
    operations: bindOperations({ ...platform, kms }, service, OPERATIONS, RUNS),
  };
}
