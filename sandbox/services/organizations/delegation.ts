import { acceptPolicy } from "../../identity/policies/accept-policy";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import { arnOf, fault, managed, matching, type Organization, save } from "./managed-organization";

const ACCOUNT = /^\d{12}$/;

export function registerDelegatedAdministrator(request: Request) {
  const { input, platform } = request;
  const account = matching(request.input, "AccountId", ACCOUNT);
  const service = input.text("ServicePrincipal", { min: 1, max: 128 });
  const found = managed(request, account, { "organizations:ServicePrincipal": service });
  const { accounts, delegated = {} } = found;
  const others = delegated[account] ?? [];
  if (!accounts.includes(account)) throw fault("AccountNotFoundException");
  if (others.includes(service)) throw fault("AccountAlreadyRegisteredException");
  save(platform, { ...found, delegated: { ...delegated, [account]: [...others, service] } });
}

export function listDelegatedAdministrators(request: Request) {
  const { call, input } = request;
  const found = managed(request);
  const { items, more } = cutPage(Object.keys(found.delegated ?? {}), input, PAGES.ssm, 20);
  const all = items.map((Id) => ({ Id, Arn: arnOf(call, found, Id), Name: Id, Status: "ACTIVE" }));
  return { DelegatedAdministrators: all, ...more };
}

export function listDelegatedServicesForAccount(request: Request) {
  const account = matching(request.input, "AccountId", ACCOUNT);
  const services = managed(request, account).delegated?.[account];
  if (!services) throw fault("AccountNotRegisteredException");
  const { items, more } = cutPage(services, request.input, PAGES.ssm, 20);
  return { DelegatedServices: items.map((ServicePrincipal) => ({ ServicePrincipal })), ...more };
}

export function enableAWSServiceAccess(request: Request) {
  const service = request.input.text("ServicePrincipal", { min: 1, max: 128 });
  const found = managed(request, "*", { "organizations:ServicePrincipal": service });
  save(request.platform, { ...found, trusted: [...(found.trusted ?? []), service] });
}

/** Services that may act in every account: also those that somebody administers. */
export function listAWSServiceAccessForOrganization(request: Request) {
  const { delegated = {}, trusted = [] } = managed(request);
  const all = [...new Set([...trusted, ...Object.values(delegated).flat()])].sort();
  const { items, more } = cutPage(all, request.input, PAGES.ssm, 20);
  const shown = items.map((ServicePrincipal) => ({ ServicePrincipal }));
  return { EnabledServicePrincipals: shown, ...more };
}

export function putResourcePolicy(request: Request) {
  const { input, platform } = request;
  const delegationPolicy = acceptPolicy(platform.store, input.text("Content", { min: 1 }), {
    ...{ name: "the delegation policy", kind: "resource" },
    invalidPrincipal: "The policy names a principal that does not exist.",
  });
  const found = { ...managed(request), delegationPolicy };
  save(request.platform, found);
  return shownPolicy(request, found);
}

export function describeResourcePolicy(request: Request) {
  return shownPolicy(request, managed(request));
}

function shownPolicy({ call }: Request, found: Organization) {
  if (!found.delegationPolicy) throw fault("ResourcePolicyNotFoundException");
  const Arn = arnOf(call, found, "").replace(/root\/.*/, `resourcepolicy/${found.id}/rp-delegates`);
  return { ResourcePolicy: { ResourcePolicySummary: { Arn }, Content: found.delegationPolicy } };
}
