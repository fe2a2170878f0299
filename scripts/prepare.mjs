// Builds the checkout after its installation. When Pulumi installs a plugin from git, it leaves out the development
// dependencies. The build needs them, so they are installed first.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const checkout = join(dirname(fileURLToPath(import.meta.url)), "..");

function npm(...args) {
  execFileSync("npm", args, { cwd: checkout, stdio: "inherit" });
}

// `npx` in the checkout installs nothing, and the command is built already.
if (process.env.npm_command !== "exec") {
  if (!existsSync(join(checkout, "node_modules", "esbuild"))) {
    npm("ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
  }
  npm("run", "-s", "build");
}
