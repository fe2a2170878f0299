import { deepStrictEqual, match, strictEqual } from "node:assert";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";

import { ask } from "../../../cli/terminal/ask";
import { choiceProblem } from "../../../cli/verbs/init/questions";

/** What is answered on a terminal where this is typed, and what it shows. */
async function typed(keys: string | undefined, signal?: AbortSignal) {
  const input = new PassThrough();
  const output = Object.assign(new PassThrough(), { isTTY: true });
  const shown = text(output);
  const answer = ask("Region: ", signal, { input, output });
  if (keys === undefined) input.end();
  else input.write(keys);
  const got = await answer;
  output.end();
  return { got, shown: await shown };
}

describe("a question on the terminal", () => {
  it("is answered by what is typed, without the spaces around it", async () => {
    const { got, shown } = await typed(" eu-west-1 \r");
    strictEqual(got, "eu-west-1");
    match(shown, /Region: /);
  });

  for (const [name, keys] of [
    ["Ctrl-C", "eu\u0003"],
    ["Ctrl-D", "\u0004"],
    ["the end of the input", undefined],
  ] as const) {
    it(`is left without an answer by ${name}, and without an error`, async () => {
      strictEqual((await typed(keys)).got, undefined);
    });
  }

  it("is left without an answer where everything is asked to stop", async () => {
    strictEqual((await typed("", AbortSignal.timeout(10))).got, undefined);
  });
});

describe("a choice for a first inventory", () => {
  it("is told apart from one that no inventory can hold, in words that follow its name", () => {
    deepStrictEqual(
      [
        choiceProblem("readerAccount", "111111111111"),
        choiceProblem("readerAccount", "7"),
        choiceProblem("ownerAccount", ""),
        choiceProblem("region", "eu"),
        choiceProblem("cluster", ""),
        choiceProblem("secret", "a b"),
      ],
      [
        undefined,
        'must be 12 digits, got "7"',
        undefined,
        'must be an AWS region, such as us-east-1, got "eu"',
        'must be at most 100 letters, digits, hyphens and underscores, beginning with a letter or digit, got ""',
        'must be at most 512 letters, digits and characters of /_+=.@-, got "a b"',
      ],
    );
  });
});
