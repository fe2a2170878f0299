import { deepStrictEqual, throws } from "node:assert/strict";

import { stepsOf } from "../../site/guide";

const PAGE = `# A guide

\`\`\`yaml [landing-zone.yaml]
version: 1
\`\`\`

\`\`\`yaml
is: only shown
\`\`\`

1. In a list:

   \`\`\`sh
   npx eks-pod-secrets check
   \`\`\`

   \`\`\`text
   landing-zone.yaml is right

   so it is
   \`\`\`

\`\`\`sh aws-only
pulumi login
\`\`\`
`;

describe("stepsOf", () => {
  it("finds files, commands with what they print, and commands that are not run", () => {
    deepStrictEqual(stepsOf(PAGE), [
      { kind: "file", name: "landing-zone.yaml", text: "version: 1\n" },
      {
        kind: "commands",
        text: "npx eks-pod-secrets check\n",
        line: 13,
        shown: ["landing-zone.yaml is right", "so it is"],
      },
      { kind: "not run", text: "pulumi login\n", line: 23, mark: "aws-only" },
    ]);
  });

  it("rejects a mark that gives no known reason", () => {
    throws(() => stepsOf("```sh later\nls\n```\n"), /marked aws-only, .*, got later/);
  });
});
