import { parseArn, regionOf } from "../../../names";
import { accountOfActor, sessionOf } from "../../actors";
import { arnsToTry, assumedBy, callsOn } from "../../calls";
import type { ChangeKind, Compute, UnreadCompute } from "../../change";
import { mayTry } from "../../rights";
import { nameFor, regionIn, rolesTrusting } from "../../worlds";
import running from "./running.json";

/** Something that runs with a role, and ways to make it run other code or calls. */
interface Running {
  /** The service principal that creates its sessions. */
  service: string;
  /** How the ARNs of this type end. */
  end: string;
  ways: string[][];
}

/** By resource type, as IAM names it. */
const RUNNING: Record<string, Running> = running;

/** The resource types that run with a role, with the service principal that creates their sessions. */
export const COMPUTE_TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries(RUNNING).map(([type, { service }]) => [type, service]),
);

/** The ways into something that runs, by its ARN. If no type has such ARNs, all ways of its service. */
function waysInto({ arn, service }: Compute): string[][] {
  const { resource = "", service: prefix = "" } = parseArn(arn) ?? {};
  const ofService = Object.entries(RUNNING).filter(([, one]) => one.service === service);
  const own = ofService.filter(([type]) => {
    const [ofType, name = ""] = type.split(":");
    return (
      ofType === prefix && /^[:/]/.test(resource.slice(name.length)) && resource.startsWith(name)
    );
  });
  return (own.length > 0 ? own : ofService).flatMap(([, { ways }]) => ways);
}

/** Somebody makes something that already has a role run their code. */
export const changeCode: ChangeKind = {
  id: "change-code",
  gives: "becomes",
  title: "Change what runs with a role",
  actions: [...new Set(Object.values(RUNNING).flatMap(({ ways }) => ways.flat()))],
  *changesBy(world, actor) {
    const { compute, unreadCompute = [] } = world;
    const account = accountOfActor(actor);
    for (const one of compute ?? []) {
      if (world.isReached?.(one.roleArn)) continue;
      for (const way of waysInto(one)) {
        yield {
          target: one.arn,
          variant: `${way}`,
          towards: one.roleArn,
          calls: way.flatMap((action) => callsOn(action, one.arn)),
          becomes: [sessionOf(one.roleArn)],
        };
      }
    }
    const unread: UnreadCompute[] = compute ? unreadCompute : [{}];
    for (const { region, reason, ...gap } of unread) {
      if ((gap.account ?? account) !== account) continue;
      for (const [type, { end, service, ways }] of Object.entries(RUNNING)) {
        if ((gap.type ?? type) !== type) continue;
        const [prefix = ""] = type.split(":");
        for (const way of ways.filter((one) =>
          one.every((action) => mayTry(world, actor, action)),
        )) {
          for (const trusting of rolesTrusting(world, service)) {
            const { arn: roleArn } = trusting;
            const { account: owner = "", partition = "aws" } = parseArn(roleArn) ?? {};
            if (owner !== account || world.isReached?.(roleArn)) continue;
            const [action = ""] = way;
            const place = region ?? regionIn(world);
            const usual = ["arn", partition, prefix, place, account, end].join(":");
            for (const arn of arnsToTry(world, actor, action, usual)) {
              if (region !== undefined && regionOf(arn) !== region) continue;
              const why = reason === undefined ? "" : `: ${reason}`;
              yield {
                target: roleArn,
                variant: `${way} ${arn}`,
                towards: roleArn,
                calls: [
                  assumedBy(nameFor(trusting, service), roleArn),
                  ...way.flatMap((one) => callsOn(one, arn)),
                ],
                becomes: [sessionOf(roleArn)],
                worstCase: `nobody read whether ${arn} has ${roleArn}${why}`,
              };
            }
          }
        }
      }
    }
  },
};
