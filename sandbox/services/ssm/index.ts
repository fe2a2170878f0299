import type { Platform } from "../../identity/platform";
import { bindOperations } from "../../operations/service";
import type { JsonService } from "../../wire/messages";
import type { KeyService } from "../kms/encrypting-platform";
import OPERATIONS from "./operations.json";
import * as parameters from "./parameters";
import * as writing from "./put-parameter";
import * as tagging from "./tagging";
import * as versions from "./versions";

const RUNS = { ...parameters, ...writing, ...tagging, ...versions };

/** The Parameter Store of AWS Systems Manager. It encrypts a `SecureString` with the caller's rights. */
export function createSsm(platform: Platform, kms: KeyService): JsonService {
  const service = {
    protocol: "json",
    signingName: "ssm",
    unsupported: "ValidationException",
    targetPrefix: "AmazonSSM",
  } as const;
  return {
    ...service,
    operations: bindOperations({ ...platform, kms }, service, OPERATIONS, RUNS),
  };
}
