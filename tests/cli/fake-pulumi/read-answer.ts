import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What the stand-in prints, if it only reads its files and the backend has no fault. Otherwise undefined. The script does the
 * same, but takes longer to start than to run.
 */
export function readAnswer(directory: string, args: string[]): string | undefined {
  const stack = args[args.indexOf("--stack") + 1] ?? "";
  const held = (name: string) => {
    const file = join(directory, name);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  if (held("backend.behaviour") !== undefined) return undefined;
  switch (args.slice(0, args[0] === "stack" ? 2 : 1).join(" ")) {
    case "version":
      return "v3.248.0\n";
    case "stack ls": {
      const files = readdirSync(directory).filter((name) => name.endsWith(".resources"));
      const listed = files.sort().map((file) => {
        const name = file.slice(0, -".resources".length);
        return { name, resourceCount: Number(held(file)) };
      });
      return `${JSON.stringify(listed)}\n`;
    }
    case "stack export": {
      const count = Number(held(`${stack}.resources`));
      const resources = Array.from({ length: count }, () => ({ urn: "urn::it", type: "a:b:C" }));
      const deployment = { manifest: {}, resources, pending_operations: [] };
      return held(`${stack}.deployment`) ?? `${JSON.stringify({ version: 3, deployment })}\n`;
    }
    case "stack history":
      return `[${held(`${stack}.last`) ?? ""}]\n`;
    default:
      return undefined;
  }
}
