// Writes the gallery: a picture of each landing zone, and its inventory and proof in docs/reference/gallery.md.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const CHECKOUT = join(__dirname, "..");
const PAGE = "docs/reference/gallery.md";

/** The part of the page about one inventory, from the link in its heading to its proof. */
const SHOWN =
  /\(\.\.\/\.\.\/(examples\/landing-zones\/(\S+?)(?:\/landing-zone)?\.yaml)\)([\s\S]*?)```yaml\n[\s\S]*?```([\s\S]*?)```text\n[\s\S]*?```/g;

/** The contents that the gallery's files must have, by their paths in the checkout. */
export function galleryFiles(): Map<string, string> {
  const files = new Map<string, string>();
  const page = readFileSync(join(CHECKOUT, PAGE), "utf8").replace(
    SHOWN,
    (_, inventory: string, name: string, before: string, between: string) => {
      files.set(`docs/reference/gallery/${name}.svg`, picture(inventory));
      const shown = withoutComment(readFileSync(join(CHECKOUT, inventory), "utf8"));
      return `(../../${inventory})${before}\`\`\`yaml\n${shown}\`\`\`${between}\`\`\`text\n${proof(inventory)}\`\`\``;
    },
  );
  return files.set(PAGE, page);
}

/** Removes the comment at the top, because the page says the same. */
function withoutComment(inventory: string): string {
  return inventory.replace(/^(?:#.*\n)+/, "");
}

/** What `prove` prints about an inventory, without the assumptions and the times. */
function proof(inventory: string): string {
  const [claims = ""] = run("prove", "--fresh", "--inventory", inventory).split("\n\nAssumptions:");
  return `${claims.replace(/ \([\d.]+ s\)$/m, "").replace(/ +\d+ ms$/gm, "")}\n`;
}

function picture(inventory: string): string {
  const directory = mkdtempSync(join(tmpdir(), "gallery-"));
  const file = join(directory, "picture.svg");
  run("graph", "--inventory", inventory, "--out", file);
  const text = readFileSync(file, "utf8");
  rmSync(directory, { recursive: true });
  return text;
}

function run(...args: string[]): string {
  const command = [join(CHECKOUT, "bin/cli/main.js"), ...args];
  const { status, stderr, stdout } = spawnSync(process.execPath, command, {
    cwd: CHECKOUT,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

if (require.main === module) {
  for (const [file, text] of galleryFiles()) writeFileSync(join(CHECKOUT, file), text);
}
