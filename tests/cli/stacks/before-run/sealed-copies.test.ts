import { doesNotMatch, match, strictEqual } from "node:assert";
import { A, B, withSandbox } from "../../../sandbox/support";
import { runInProject } from "../fake-project";

const inventory = (own: string) => `
id: lz-tests
accounts:
  a: { id: "${A}", region: us-east-1 }
  b: { id: "${B}", region: us-east-1 }
secrets: { own: { account: a, movedFrom: b${own} } }
`;

describe("a sealed secret that moves to another account", function () {
  this.timeout(60_000); // each case starts processes
  const { sandbox } = withSandbox();

  before(() =>
    sandbox.clients(B).secretsManager.createSecret({ Name: "own", SecretString: "swordfish" }),
  );

  /** What `up` answers if the old owner's stack has the secret with this statement. */
  function up(Sid: string, own = "", args: string[] = []) {
    const { accessKeyId, secretAccessKey } = sandbox.administrator(B);
    const type = "aws:secretsmanager/secretPolicy:SecretPolicy";
    const policy = JSON.stringify({ Statement: [{ Sid, Effect: "Deny" }] });
    const held = { urn: `urn:pulumi:b.secrets::p::${type}::own-policy`, type, outputs: { policy } };
    return runInProject(sandbox, A, ["up", "--yes", ...args], {
      inventory: inventory(own),
      profiles: `[b]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
      stacks: {
        "a.secrets": { resources: 0, holds: [] },
        "b.secrets": { resources: 1, holds: [held] },
      },
    });
  }

  const REFUSED =
    /secret own gets the value of own of account b, which is sealed: .* until the value is copied, and run up --only b\.secrets first/;

  for (const [title, own] of [
    ["is not copied while it is sealed", ", sealed: true"],
    ["is not copied before its old stack has unsealed it", ""],
  ] as const) {
    it(title, async () => {
      const { code, ran, stderr } = await up("Sealed", own);
      strictEqual(code, 2, stderr);
      match(stderr, REFUSED);
      strictEqual(ran.filter((one) => one.startsWith("up")).length, 0);
    });
  }

  it("is copied once it is open, which a run of its old stack alone makes it", async () => {
    const alone = await up("Sealed", "", ["--only", "b.secrets"]);
    strictEqual(alone.code, 0, alone.stderr);
    const { ran, stderr } = await up("Other");
    doesNotMatch(stderr, /sealed/);
    strictEqual(ran.filter((one) => one.startsWith("up")).length, 2, ran.join());
  });
});
