import { ok, strictEqual } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { stepsOf } from "../../site/guide";
import { GUIDES } from "../../site/reference/not-run-page";
import { runGuide } from "./session";

const docs = resolve(__dirname, "..", "..", "docs");

/** The pages whose commands are run, by their paths under `docs`. */
export const guides = GUIDES.flatMap((folder) =>
  readdirSync(join(docs, folder)).map((name) => join(folder, name)),
);

/** Tests every second guide, so that two files of tests run at once. */
export function testGuides(half: 0 | 1): void {
  const chosen = guides.filter((_, index) => index % 2 === half);
  describe("a reader of the guides", () => {
    for (const guide of chosen.filter((name) => name.includes(process.env.GUIDE ?? ""))) {
      it(`does what ${guide} says, and sees what it shows`, async () => {
        const steps = stepsOf(read(guide));
        const { code, printed } = await runGuide(steps);
        strictEqual(code, 0, printed.join("\n"));
        const run = steps.filter((step) => step.kind === "commands");
        strictEqual(run.length, read(guide).match(/^ *```sh$/gm)?.length);
        strictEqual(printed.length, run.length + 1);
        for (const [index, { line, shown }] of run.entries()) {
          let rest = printed[index] ?? "";
          for (const one of shown) {
            const at = rest.indexOf(one);
            ok(at >= 0, `${guide}:${line} does not print "${one}" here:\n${rest}`);
            rest = rest.slice(at + one.length);
          }
        }
      });
    }
  });
}

export function read(guide: string): string {
  return readFileSync(join(docs, guide), "utf8");
}
