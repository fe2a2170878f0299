import type { OperationTable, Run } from "../../operations/service";
import { AwsError } from "../../wire/messages/operation";
import type { KmsContext } from "./kms-context";

/** The operations. Those that take `DryRun` do all that they do, and then undo it. */
export function withDryRuns(operations: OperationTable<KmsContext>): OperationTable<KmsContext> {
  return Object.fromEntries(
    Object.entries(operations).map(([name, [honoured, run]]) => [
      name,
      [honoured, honoured.split(" ").includes("DryRun") ? dryRunnable(run) : run],
    ]),
  );
}

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
