import { match } from "node:assert";

import { run } from "../support";

const help = async (verb: string) => (await run(`${verb} --help`)).stdout.replace(/\s+/g, " ");

describe("--yes", () => {
  it("is said to confirm no loss for up, and what restore can bring back for destroy", async () => {
    match(await help("up"), /--yes deploy without asking; what would .* still needs --yes-remove /);
    match(await help("destroy"), /--yes destroy without asking, also the secrets .* --yes-remove /);
    match(await help("refresh"), /--yes refresh without asking /);
  });
});
