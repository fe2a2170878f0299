import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type WrittenGuard, withGuards, writeGuard } from "../../cli/guard/guard-policies";
import { guardedCalls } from "../../cli/guard/guarded-calls";
import type { Protected } from "../../cli/guard/protected";
import { identityOf, KINDS, sessionOf, type World, waysToRead } from "../../proof";
import { waysOfIdentities } from "../proof/changes/planted/of-identities";
import { waysOfSecrets } from "../proof/changes/planted/of-secrets";
import { waysOfSessions } from "../proof/changes/planted/of-sessions";
import {
  A,
  ATTACKER,
  B,
  ENDPOINT,
  KEY,
  MULTI,
  OPEN,
  READER_B,
  role,
  SEALED,
  SHARED,
  TOKEN,
  worldOf,
} from "../proof/changes/world";
import { credentialsOf, startSandbox } from "../sandbox/support";
import { withAwsCli } from "./aws-cli";
import { Attacker } from "./ways/attacker";
import { NOT_REPLAYED } from "./ways/not-replayed";
import { buildWorld } from "./ways/sandbox-world";

const planted = [...waysOfSecrets, ...waysOfIdentities, ...waysOfSessions];

const NOTHING: Omit<Protected, "accounts" | "exempt"> = {
  partition: "aws",
  ...{ reads: [], roles: [], assumed: [], assuming: [], users: [], policies: [], providers: [] },
  ...{ endpoints: [], clusters: [], secrets: [], keys: [], aliases: [], parameters: [] },
  functions: [],
};
const readers = role(A, "readers/*");

/** Guards for everything in the base world. They exempt a role that does not exist, and nobody else may create it. */
const GUARDS: WrittenGuard[] = (
  [
    {
      ...NOTHING,
      accounts: [A],
      exempt: [role(A, "deploy")],
      reads: [`${OPEN} ${readers}`, `${SEALED} ${readers}`, `${SHARED} ${READER_B}`],
      roles: [readers, role(A, "deploy")],
      ...{ assumed: [readers], endpoints: [ENDPOINT] },
      secrets: [OPEN, SEALED, SHARED].map((arn) => arn.replace("eu-west-1", "*")),
      ...{ keys: [KEY, MULTI], parameters: [TOKEN] },
    },
    {
      ...NOTHING,
      accounts: [B],
      exempt: [role(B, "deploy")],
      roles: [READER_B, role(B, "deploy")],
      assumed: [READER_B],
    },
  ] satisfies Protected[]
).map((one) => writeGuard(one.accounts[0] ?? "", guardedCalls(one)));

/** Control policies do not apply to the management account. */
const LEFT = "control policies, taken off in the management account";

const underGuard = (world: World): World => {
  const organization = withGuards(world.documents.organization, GUARDS);
  return { ...world, documents: { ...world.documents, organization } };
};

describe("ways to read, under a guard", () => {
  const cli = withAwsCli();
  beforeEach(async () => {
    await cli.sandbox.stop();
    Object.assign(cli.sandbox, await startSandbox());
  });

  it("leaves what the management account may do", () => {
    const way = planted.find(({ title }) => title === LEFT);
    ok(way);
    const options = { kinds: KINDS, secrets: [way.secret], starts: [sessionOf(ATTACKER)] };
    const { ways } = waysToRead(underGuard(worldOf(way.differences)), options);
    strictEqual(ways[0]?.steps.at(-1)?.kind.id, "lift-control-policies");
  });

  for (const { differences, secret, title } of planted.filter((one) => one.title !== LEFT)) {
    it(`has none by ${title}${NOT_REPLAYED[title] ? "" : ", and refuses its calls"}`, async () => {
      const world = worldOf(differences);
      const options = { kinds: KINDS, secrets: [secret], starts: [sessionOf(ATTACKER)] };
      const [way] = waysToRead(world, options).ways;
      ok(way);
      const left = waysToRead(underGuard(world), options).ways.flatMap(({ steps }) => steps);
      deepStrictEqual(
        left.map(({ actor, kind, target }) => `${identityOf(actor)}: ${kind.id} ${target}`),
        [],
      );
      if (NOT_REPLAYED[title]) return;
      const { real } = await buildWorld(cli.sandbox, world);
      const { organization } = JSON.parse(real(JSON.stringify(underGuard(world).documents)));
      const { sts } = cli.sandbox.clients(A);
      const asked = { RoleArn: ATTACKER, RoleSessionName: "attacker" };
      const { Credentials } = await sts.assumeRole(asked);
      const { status } = await cli.sandbox.control("PUT", "/organization", {
        id: "o-exampleorg",
        ...organization,
      });
      strictEqual(status, 200);
      const attacker = new Attacker(cli, real);
      attacker.hold(ATTACKER, credentialsOf(Credentials));
      const refusals: string[] = [];
      for (const { actor, becomes, calls } of way.steps) {
        for (const call of refusals.length > 0 ? [] : calls) {
          if (!("request" in call)) continue;
          const refused = await attacker.call(identityOf(actor), { request: call.request, world });
          if (refused) refusals.push(refused);
        }
        for (const one of refusals.length > 0 ? [] : becomes) {
          await attacker.become(identityOf(actor), one, world).catch(({ message }: Error) => {
            refusals.push(message);
          });
        }
      }
      for (const identity of attacker.identities()) {
        const { refused, value } = await attacker.read(identity, {
          request: way.read.request,
          world,
        });
        strictEqual(value, undefined);
        refusals.push(refused ?? "");
      }
      ok(refusals.length > 0);
    });
  }
});
