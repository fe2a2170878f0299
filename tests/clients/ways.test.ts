import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  identityOf,
  KINDS,
  type RequestPrincipal,
  sessionOf,
  type World,
  waysToRead,
} from "../../proof";
import { isCopy } from "../../proof/prover/documents/read-target";
import { missesOfIdentities } from "../proof/changes/near-misses/of-identities";
import { missesOfSecrets } from "../proof/changes/near-misses/of-secrets";
import { missesOfServices } from "../proof/changes/near-misses/of-services";
import { missesOfSessions } from "../proof/changes/near-misses/of-sessions";
import { waysOfIdentities } from "../proof/changes/planted/of-identities";
import { waysOfSecrets } from "../proof/changes/planted/of-secrets";
import { waysOfServices } from "../proof/changes/planted/of-services";
import { waysOfSessions } from "../proof/changes/planted/of-sessions";
import { A, ATTACKER, worldOf } from "../proof/changes/world";
import { credentialsOf, startSandbox } from "../sandbox/support";
import { withAwsCli } from "./aws-cli";
import { Attacker } from "./ways/attacker";
import { isReplayed, NOT_REPLAYED } from "./ways/not-replayed";
import { buildWorld, VALUE } from "./ways/sandbox-world";

const nearMisses = [
  ...[...missesOfSecrets, ...missesOfIdentities, ...missesOfSessions],
  // Of the services, the sandbox has only what Organizations decides.
  ...missesOfServices.flatMap(({ tries, ...one }) => (tries ? [{ ...one, tries }] : [])),
];
const planted = [
  ...[...waysOfSecrets, ...waysOfIdentities, ...waysOfSessions],
  ...waysOfServices.filter(isReplayed),
];

const REFUSALS =
  /^(AccessDenied(Exception)?|NoSuchEntity|ResourceNotFoundException|UnsupportedOperationException)$/;

describe("ways to read, replayed by the AWS CLI", () => {
  const cli = withAwsCli();
  beforeEach(async () => {
    await cli.sandbox.stop();
    Object.assign(cli.sandbox, await startSandbox());
  });
  afterEach(() => deepStrictEqual(cli.sandbox.failures, []));

  for (const { differences, secret, title } of planted) {
    if (NOT_REPLAYED[title]) continue;
    it(`reads by ${title}`, async () => {
      const world = worldOf(differences);
      const options = { kinds: KINDS, secrets: [secret], starts: [sessionOf(ATTACKER)] };
      const [way] = waysToRead(world, options).ways;
      const attacker = await attackerIn(world);
      for (const { actor, becomes, calls } of way?.steps ?? []) {
        const identity = identityOf(actor);
        for (const call of calls) {
          if (!("request" in call)) continue;
          const { request } = call;
          strictEqual(await attacker.call(identity, { request, world }), undefined, request.action);
        }
        for (const one of becomes) await attacker.become(identity, one, world);
      }
      const { read, reader } = way ?? {};
      if (!read || !reader) throw new Error("no way was found");
      const asked = { request: read.request, world };
      deepStrictEqual(await attacker.read(identityOf(reader), asked), { value: VALUE });
    });
  }

  for (const { differences, secret, title, tries } of nearMisses) {
    if (NOT_REPLAYED[title]) continue;
    it(`does not read ${title}`, async () => {
      const world = worldOf(differences);
      const attacker = await attackerIn(world);
      let identity = ATTACKER;
      const refusals: string[] = [];
      for (const [action, resource, context = {}] of tries) {
        const request = { action, resource, context, principal: principalOf(identity) };
        const refused = await attacker.call(identity, { request, world });
        if (refused) refusals.push(refused);
        else if (attacker.identities().includes(resource)) identity = resource;
      }
      const copies = tries.flatMap(([, resource]) => (isCopy(resource, secret) ? resource : []));
      for (const resource of new Set([secret, ...copies])) {
        for (const one of attacker.identities()) {
          const action = "secretsmanager:GetSecretValue";
          const request = { action, resource, principal: principalOf(one) };
          const { refused, value } = await attacker.read(one, { request, world });
          strictEqual(value, undefined);
          refusals.push(refused ?? "");
        }
      }
      // Each call is refused because a right or the result of an earlier call is missing. So no command is wrong.
      const others = refusals.filter((code) => !REFUSALS.test(code));
      deepStrictEqual(others, []);
    });
  }

  it("names only existing ways as not replayed", () => {
    const titles = [...planted, ...nearMisses].map(({ title }) => title);
    deepStrictEqual(
      Object.keys(NOT_REPLAYED).filter((title) => !titles.includes(title)),
      [],
    );
  });

  async function attackerIn(world: World): Promise<Attacker> {
    const { real } = await buildWorld(cli.sandbox, world);
    const attacker = new Attacker(cli, real);
    const { sts } = cli.sandbox.clients(A);
    const asked = { RoleArn: ATTACKER, RoleSessionName: "attacker" };
    attacker.hold(ATTACKER, credentialsOf((await sts.assumeRole(asked)).Credentials));
    return attacker;
  }
});

function principalOf(arn: string): RequestPrincipal {
  return arn.includes(":user/") ? { kind: "user", arn } : { kind: "session", roleArn: arn };
}
