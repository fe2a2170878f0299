import type { Platform } from "../../identity/platform";
import { bindOperations, type Run } from "../../operations/service";
import { AwsError, type JsonService } from "../../wire/messages";
import * as aliases from "./aliases";
import * as creation from "./create-key";
import * as cryptography from "./cryptography";
import type { KeyService } from "./encrypting-platform";
import * as grants from "./grants";
import { keyMaterial, loadRootKey } from "./key-material";
import * as policies from "./key-policies";
import { keyClient } from "./key-use";
import * as keys from "./keys";
import type { KmsContext } from "./kms-context";
import OPERATIONS from "./operations.json";
import * as tagging from "./tagging";

type Kms = JsonService & KeyService;

const RUNS = {
  ...keys,
  ...aliases,
  ...grants,
  ...cryptography,
  ...policies,
  ...tagging,
  ...creation,
};

/** Symmetric keys that really encrypt, wrapped by the root key in `platform.directory`. */
export function createKms(platform: Platform): Kms {
  const context: KmsContext = { ...platform, material: keyMaterial(loadRootKey(platform)) };
  const service = {
    protocol: "json",
    signingName: "kms",
    unsupported: "UnsupportedOperationException",
    targetPrefix: "TrentService",
  } as const;
  return {
    ...service,
    operations: bindOperations(context, service, OPERATIONS, RUNS, ["DryRun", dryRunnable]),
    viaService: (call, through) => keyClient({ platform: context, call }, through),
  };
}

/** Does what the operation does, and then undoes it. */
function dryRunnable(run: Run<KmsContext>): Run<KmsContext> {
  return (request) => {
    if (!request.input.flag("DryRun")) return run(request);
    return request.platform.store.transaction(() => {
      run(request);
      throw new AwsError(
        "DryRunOperationException",
        "The request would have succeeded, but the DryRun option is set.",
      );
    });
  };
}
