// Builds the checkout once it is installed. Pulumi installs a plugin from git without what it is developed with, which compiles
// it: that is then installed first.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const checkout = join(dirname(fileURLToPath(import.meta.url)), "..");

function npm(...args) {
  execFileSync("npm", args, { cwd: checkout, stdio: "inherit" });
}

// `npx` in the checkout installs nothing, and has the command built already.
if (process.env.npm_command !== "exec") {
  if (!existsSync(join(checkout, "node_modules", "esbuild"))) {
    npm("ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
  }
  npm("run", "-s", "build");
}
