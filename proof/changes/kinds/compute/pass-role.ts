import { parseArn } from "../../../names";
import { accountIn, accountOfActor, identityOf, sessionOf } from "../../actors";
import { arnsToTry, assumedBy, call, callsOn } from "../../calls";
import type { AwsCall, ChangeKind } from "../../change";
import { mayTry, mayTryOn } from "../../rights";
import { nameFor, regionIn, rolesIn, rolesTrusting, servicesTrusted } from "../../worlds";
import taken from "./roles-taken.json";
import runners from "./runners.json";

const PASS = "iam:PassRole";

/** A service that runs the caller's code or makes the caller's calls with a role, and the ways to make it do so. */
interface Runner {
  /** The service principal that the role must trust. */
  service: string;
  /**
   * The calls of each way, with the resource of each: the end of an ARN, or `*`. Whoever gives a role to a running instance also needs a
   * way into it.
   */
  ways: Record<string, string>[];
}

const RUNNERS = runners as Runner[];
const RUNNING_CALLS = new Set(
  RUNNERS.flatMap(({ ways }) => ways.flatMap((way) => Object.keys(way))),
);

/**
 * The calls that hand a role to a service, beside those of the table above: by the principal, without its domain. A principal with no
 * calls gets roles by others alone.
 */
const TAKEN = new Map(
  Object.entries(taken).map(([service, actions]) => [
    service,
    actions.split(" ").filter((action) => action && !RUNNING_CALLS.has(action)),
  ]),
);

/** Somebody makes a service run their code, or make their calls, with a role. */
export const passRole: ChangeKind = {
  id: "pass-role",
  gives: "becomes",
  title: "Pass a role to a service that runs code",
  actions: [PASS, ...RUNNING_CALLS],
  *changesBy(world, actor) {
    const account = accountOfActor(actor);
    const { partition = "aws" } = parseArn(identityOf(actor)) ?? {};
    if (account === "" || !mayTry(world, actor, PASS)) return;
    const passed = new Set(
      rolesIn(world.documents).filter(
        ({ arn }) =>
          accountIn(arn) === account &&
          !world.isReached?.(arn) &&
          mayTryOn(world, actor, PASS, arn),
      ),
    );
    for (const { service, ways } of RUNNERS) {
      const roles = rolesTrusting(world, service).filter((role) => passed.has(role));
      for (const way of roles.length > 0 ? ways : []) {
        const names = Object.keys(way);
        if (!names.every((action) => mayTry(world, actor, action))) continue;
        const all = tries(way).map((calls) => ({ calls, name: JSON.stringify(calls) }));
        for (const role of roles) {
          const { arn } = role;
          const own = nameFor(role, service);
          const pass = call(PASS, arn, { "iam:PassedToService": own });
          for (const { calls, name } of all) {
            yield {
              target: arn,
              variant: `${service} ${name}`,
              towards: arn,
              calls: [pass, assumedBy(own, arn), ...calls],
              becomes: [sessionOf(arn)],
            };
          }
        }
      }
    }

    for (const role of passed) {
      const { arn } = role;
      for (const service of servicesTrusted(role)) {
        const [, short = ""] = /^(.*)\.amazonaws\.com(\.cn)?$/.exec(service) ?? [];
        if (short === "") continue;
        const handing = [
          call(PASS, arn, { "iam:PassedToService": service }),
          assumedBy(service, arn),
        ];
        const becomes = [sessionOf(arn)];
        const made = { target: arn, variant: `${service} perhaps`, towards: arn, becomes };
        const actions = TAKEN.get(short);
        if (!actions) {
          const worstCase = `nobody knows which call hands a role to ${service}, and what the service does with it`;
          yield { ...made, calls: handing, worstCase };
        }
        for (const action of (actions ?? []).filter((one) => mayTry(world, actor, one))) {
          for (const on of arnsToTry(world, actor, action, "*")) {
            const worstCase = `nobody knows whether ${service} reads for those who give it a role by ${action}`;
            yield { ...made, calls: [...handing, call(action, on)], worstCase };
          }
        }
      }
    }

    /** The resources to try for each call: first the usual ones, then those that the caller's policies name. */
    function tries(way: Record<string, string>): AwsCall[][] {
      const each = Object.entries(way).map(([action, end]) => {
        if (end === "*") return [[call(action, "*")]];
        const service = action.slice(0, action.indexOf(":"));
        const region = service === "iam" ? "" : regionIn(world);
        const usual = ["arn", partition, service, region, account, end].join(":");
        return arnsToTry(world, actor, action, usual).map((arn) => callsOn(action, arn));
      });
      const most = Math.max(...each.map(({ length }) => length));
      return Array.from({ length: most }, (_, at) =>
        each.flatMap((one) => one[Math.min(at, one.length - 1)] ?? []),
      );
    }
  },
};
