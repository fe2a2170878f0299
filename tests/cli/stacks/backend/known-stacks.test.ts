import { deepStrictEqual, rejects } from "node:assert";
import { chmodSync } from "node:fs";
import { delimiter, join } from "node:path";
import { openProject } from "../../../../cli/stacks/backend/stacks-in-backend";
import { setEnvironment } from "../../../sandbox/providers/support";
import { filesIn } from "../../support";

const STATE = '{ "deployment": { "resources": [{ "urn": "u", "type": "t" }] } }';
/** Answers as Pulumi's CLI does where only stack a.secrets is there, and fails where every state would be read. */
const PULUMI = `#!/bin/sh
case "$*" in
  version*) echo v3.248.0 ;;
  "stack export --stack a.secrets"*) echo '${STATE}' ;;
  "stack export --stack b.secrets"*) echo "error: no stack named 'b.secrets' found" >&2; exit 255 ;;
  *) echo "error: out of reach" >&2; exit 255 ;;
esac
`;

describe("a project of which a command knows what it concerns", () => {
  let inventory: string;
  let restore: () => void;

  before(() => {
    const program = join(__dirname, "../../../../stacks/index.ts");
    const directory = filesIn({
      "zone.yaml": "",
      "Pulumi.yaml": `name: eks-pod-secrets\nruntime: nodejs\nmain: ${program}\n`,
      "bin/pulumi": PULUMI,
    });
    chmodSync(join(directory, "bin/pulumi"), 0o755);
    inventory = join(directory, "zone.yaml");
    restore = setEnvironment({ PATH: [join(directory, "bin"), process.env.PATH].join(delimiter) });
  });
  after(() => restore());

  it("asks for these stacks alone, and takes others for what it knows them", async () => {
    const known = { there: ["b.secrets", "c.secrets"], asked: ["a.secrets", "b.secrets"] };
    const { held } = await openProject(inventory, known);
    deepStrictEqual(
      [...held].map(([name, { resources }]) => [name, resources]),
      [
        ["c.secrets", 2],
        ["a.secrets", 1],
      ],
    );
  });

  it("takes no stack for absent that cannot be asked for", async () => {
    await rejects(openProject(inventory, { there: [], asked: ["d.secrets"] }), /out of reach/);
  });
});
