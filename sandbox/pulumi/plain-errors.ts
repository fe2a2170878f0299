import util from "node:util";

/** Preloaded into programs: Node 20 takes 30 s and 1 GB to colour errors with a frame in `node_modules/@scope/file.ts`. */
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
