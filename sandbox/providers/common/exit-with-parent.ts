import { connect } from "node:net";

/** Ends with the engine. A killed engine cannot stop its plugins, so they watch for a new parent or a closed engine address. */
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
