import util from "node:util";

/**
 * Preloaded into programs. `@pulumi/pulumi` colours the errors that it reports, and Node 20 does not come to an end with
 * the colours of a stack frame in `node_modules/@scope/file.ts`: a failing program would use up half a minute and a
 * gigabyte before it says why. Errors are therefore inspected without colours.
 */
const coloured = util.inspect;
function inspect(value: unknown, options?: util.InspectOptions, ...rest: unknown[]): string {
  const plain = util.types.isNativeError(value) && typeof options === "object";
  return Reflect.apply(coloured, util, [
    value,
    plain ? { ...options, colors: false } : options,
    ...rest,
  ]);
}
util.inspect = Object.assign(inspect, coloured) as typeof coloured;
