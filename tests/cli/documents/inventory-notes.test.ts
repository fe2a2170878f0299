import { deepStrictEqual, match } from "node:assert";
import { join } from "node:path";

import { readSource } from "../../../cli/documents/source";
import { filesIn } from "../support";

const BOUNDARY = "arn:aws:iam::111111111111:policy/boundary";

/** Notes about an inventory whose one reader and one secret have these properties besides. */
async function notesOf({ reader = {}, secret = {} }): Promise<string[]> {
  const inventory = {
    accounts: { a: { id: "111111111111", region: "eu-west-1" } },
    clusters: { shop: { account: "a", existing: true } },
    secrets: { own: { account: "a", ...secret } },
    readers: {
      app: { cluster: "shop", namespace: "shop", serviceAccount: "app", reads: ["own"], ...reader },
    },
  };
  const directory = filesIn({ "zone.yaml": JSON.stringify(inventory) });
  const file = join(directory, "zone.yaml");
  const { notes } = await readSource({ kind: "inventory", file });
  return notes.filter((note) => !note.startsWith("what AWS draws at creation"));
}

describe("the documents of an inventory", () => {
  it("come with a note of the permissions boundaries that are left out", async () => {
    const [note] = await notesOf({ reader: { permissionsBoundary: BOUNDARY } });
    match(note ?? "", /^permissions .* left out \(arn:aws:iam::111111111111:policy\/boundary\), /);
  });

  it("come with a note of a secret that was renamed, and may still stand by its old name", async () => {
    const [note] = await notesOf({ secret: { renamedFrom: "legacy" } });
    match(note ?? "", /^secret legacy of a may still stand, whose place own takes: /);
  });

  it("come without a note where nothing is left out", async () => {
    deepStrictEqual(await notesOf({}), []);
  });
});
