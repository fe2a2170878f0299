import type { OrganizationDocuments } from "../../../domain/documents";
import { parseArn } from "../../../names";
import { accountOfActor, identityOf } from "../../actors";
import { arnsToTry, call } from "../../calls";
import type { ChangeKind, World } from "../../change";
import { membersIn, REACHING } from "../../delegation";
import { OPEN_TO_ALL } from "../../worlds";

const REGISTER = "organizations:RegisterDelegatedAdministrator";
const PUT = "organizations:PutResourcePolicy";

/** Somebody of the management account lets a member act for the whole organization. */
export const delegateOrganization: ChangeKind = {
  id: "delegate-organization",
  gives: "opens",
  title: "Delegate the organization to a member account",
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
};

function withOrganization(
  world: World,
  change: (now: OrganizationDocuments) => Partial<OrganizationDocuments>,
): World {
  const { documents } = world;
  const { organization } = documents;
  const changed = { ...organization, ...change(organization ?? {}) };
  return { ...world, documents: { ...documents, organization: changed } };
}
