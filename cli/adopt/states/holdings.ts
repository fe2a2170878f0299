import { readerKey } from "eks-pod-secrets/grant";
import { visibleText } from "eks-pod-secrets/rules";
import { grouped } from "iam-proof/collections";
import { secretName } from "iam-proof/names";
import { UserError } from "../../terminal/errors";
import type { Found, FoundClass, HeldList, Holder, Holdings, Identity } from "../found";

/** What a state holds among everything that it names. Each object says what it is if that matters here. */
export function holdings(
  holder: Pick<Holder, "source" | "tool">,
  all: readonly { address: string; identity: Identity | Identity[] | undefined }[],
  unread: readonly string[] = [],
): Holdings {
  const objects = all.flatMap(({ address, identity }) =>
    [identity ?? []].flat().map((one) => ({ address: visibleText(address), ...one })),
  );
  const nameless = objects
    .filter(({ id }) => !id)
    .map(
      ({ address }) =>
        `${address} of ${holder.source} does not say which object it is; look whether it is one of these`,
    );
  const isEmpty = all.length === 0 && holder.tool !== "ack";
  const empty = `${holder.source} holds nothing; look whether it is the state that was meant`;
  return {
    ...holder,
    objects: objects.filter(({ id }) => id),
    addresses: all.map(({ address }) => visibleText(address)),
    unread: [...nameless, ...unread, ...(isEmpty ? [empty] : [])],
  };
}

/** An error for a file that is no readable state, which says how to get one. */
export function notAState(file: string, is: string, command: string): UserError {
  return new UserError(`${file} ${is}; give what this prints: ${command}`);
}

/** The names that a state may use for an object. A part of a role or secret may name it without its account. */
const NAMES: { [List in HeldList]: (one: Found[List][number]) => string[] } = {
  roles: ({ arn }) => [arn, arn.replace(/^.*\//, "")],
  associations: (one) => [readerKey(one)],
  secrets: ({ arn }) => [arn, arn.replace(/-.{6}$/, ""), secretName(arn)],
  keys: ({ aliases, arn }) => [
    ...[arn, arn.replace(/^.*:key\//, "")],
    ...aliases.map((name) => `alias/${name}`),
  ],
  parameters: ({ arn }) => [
    arn,
    ...[/^.*:parameter/, /^.*:parameter\//].map((at) => arn.replace(at, "")),
  ],
  // A state names no cluster, so the object may be in any.
  serviceAccounts: ({ name, namespace }) => [`${namespace}/${name}`],
  classes: ({ name, namespace }) => [`${namespace}/${name}`],
};

/** The tools' names for the objects that they hold. */
export function heldAddresses(found: Found): string[] {
  return Object.keys(NAMES).flatMap((list) =>
    found[list as HeldList].flatMap(({ heldBy, ...one }) => {
      const { deployedBy = [] } = one as Partial<FoundClass>;
      return [...heldBy, ...deployedBy].map(({ address }) => address);
    }),
  );
}

/** Adds the tools that hold each object. A tool that holds a part of an object, such as its policy, holds the object. */
export function withHolders(found: Found): Found {
  const holders = found.held.flatMap(({ objects, source, tool }) =>
    objects.map(({ address, id, list }) => ({ key: `${list} ${id}`, tool, address, source })),
  );
  const byKey = grouped(holders, ({ key }) => [key]);
  const lists = Object.entries(NAMES).map(([list, namesOf]) => [
    list,
    found[list as HeldList].map((one) => {
      const names = (namesOf as (of: typeof one) => string[])(one);
      const more = names.flatMap((name) => byKey.get(`${list} ${name}`) ?? []);
      return { ...one, heldBy: [...one.heldBy, ...more.map(({ key: _, ...holder }) => holder)] };
    }),
  ]);
  const unread = [...found.unread, ...found.held.flatMap((one) => one.unread)];
  return { ...found, ...Object.fromEntries(lists), unread };
}
