import { connect } from "node:net";

/**
 * An engine that is killed cannot stop its plugins: they notice that they have another parent. Where it was killed while the
 * plugin started, nobody answers at the address that it gave.
 */
export function exitWithParent(args: readonly string[] = process.argv.slice(2)): void {
  const engine = args.find((argument) => /^127\.0\.0\.1:\d+$/.test(argument));
  if (engine !== undefined) {
    const socket = connect(Number(engine.split(":")[1]), "127.0.0.1", () => socket.destroy());
    socket.once("error", () => process.exit(0));
  }
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, 1000).unref();
}
