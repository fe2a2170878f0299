import type { OrganizationDocuments } from "../../../domain/documents";
import { parseArn } from "../../../names";
import { accountOfActor, identityOf } from "../../actors";
import { arnsToTry, call, kindOf } from "../../calls";
import type { World } from "../../change";
import { membersIn, REACHING } from "../../delegation";
import { OPEN_TO_ALL } from "../../worlds";

const REGISTER = "organizations:RegisterDelegatedAdministrator";
const PUT = "organizations:PutResourcePolicy";

/** Somebody of the management account lets a member act for the whole organization. */
export const delegateOrganization = kindOf({
  id: "delegate-organization",
  gives: "opens",
  about: {
    title: "Delegate the organization to a member account",
    prerequisites: `In the management account, the right to ${REGISTER} or ${PUT}, and rights in the member that is let in.`,
    fix: "Let nobody but administrators into the management account, and name the services in organizations:ServicePrincipal.",
    coverage: "partial",
    lacks: "Services of which there is no kind of change.",
  },
  actions: [REGISTER, PUT],
  *changesBy(world, actor) {
    const { delegationPolicy, id = "o-x", managementAccount } = world.documents.organization ?? {};
    if (!managementAccount || accountOfActor(actor) !== managementAccount) return;
    const { partition = "aws" } = parseArn(identityOf(actor)) ?? {};
    const start = `arn:${partition}:organizations::${managementAccount}`;
    const members = membersIn(world);
    for (const account of members) {
      const arn = `${start}:account/${id}/${account}`;
      for (const service of Object.values(REACHING)) {
        yield {
          target: account,
          variant: service,
          calls: [call(REGISTER, arn, { "organizations:ServicePrincipal": service })],
          apply: (now) =>
            withOrganization(now, ({ delegatedAdministrators: others }) => ({
              delegatedAdministrators: [...(others ?? []), { account, services: [service] }],
            })),
        };
      }
    }
    if (delegationPolicy === OPEN_TO_ALL) return;
    for (const arn of arnsToTry(world, actor, PUT, `${start}:resourcepolicy/${id}/rp-x`)) {
      yield {
        target: arn,
        alters: members,
        calls: [call(PUT, arn)],
        apply: (now) => withOrganization(now, () => ({ delegationPolicy: OPEN_TO_ALL })),
      };
    }
  },
});

function withOrganization(
  world: World,
  change: (now: OrganizationDocuments) => Partial<OrganizationDocuments>,
): World {
  const { documents } = world;
  const { organization } = documents;
  const changed = { ...organization, ...change(organization ?? {}) };
  return { ...world, documents: { ...documents, organization: changed } };
}
