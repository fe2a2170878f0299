import { rejects } from "node:assert";

import { command } from "../../../../cli/verbs/trial";

describe("options of trial", () => {
  const parse = (...args: string[]) =>
    command()
      .exitOverride()
      .configureOutput({ writeErr: () => {} })
      .parseAsync(args, { from: "user" });

  const RESUME = ["--resume", "3f9a71"];
  const REMOVE = ["--remove", "3f9a71"];
  const COMPARE = ["--compare", "a.json", "b.json"];
  const PAIRS: [string[], string[]][] = [
    ...[RESUME, REMOVE, COMPARE].map((mode): [string[], string[]] => [mode, ["--dry-run"]]),
    [RESUME, REMOVE],
    [RESUME, COMPARE],
    [REMOVE, COMPARE],
    [REMOVE, ["--report", "x.md"]],
    ...["--owner", "--reader", "--cluster", "--region", "--inventory"].flatMap(
      (option): [string[], string[]][] => [
        [RESUME, [option, "x"]],
        [COMPARE, [option, "x"]],
      ],
    ),
  ];
  for (const [one, other] of PAIRS) {
    it(`refuses ${one[0]} with ${other[0]}, which would have no effect`, async () => {
      await rejects(parse(...one, ...other), { code: "commander.conflictingOption" });
    });
  }

  it("takes --resume where AWS_REGION is set", async () => {
    const { AWS_REGION } = process.env;
    process.env.AWS_REGION = "us-east-1";
    try {
      await rejects(parse(...RESUME), /trial\.json: .*no such file/);
    } finally {
      if (AWS_REGION === undefined) delete process.env.AWS_REGION;
      else process.env.AWS_REGION = AWS_REGION;
    }
  });
});
