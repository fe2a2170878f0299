import { UserError } from "../../terminal/errors";
import type { Holder } from "../found";
import type { Holdings, Identity } from "./holdings";

/** What a state holds, of all that it names, each with what it is where that is of interest. */
export function holdings(
  holder: Pick<Holder, "source" | "tool">,
  all: readonly { address: string; identity: Identity | undefined }[],
  unread: readonly string[],
): Holdings {
  const objects = all.flatMap(({ address, identity }) =>
    identity ? [{ address, ...identity }] : [],
  );
  const { source } = holder;
  const nameless = objects
    .filter(({ id }) => !id)
    .map(
      ({ address }) =>
        `${address} of ${source} does not say which object it is; look whether it is one of these`,
    );
  return {
    ...holder,
    objects: objects.filter(({ id }) => id),
    addresses: all.map(({ address }) => address),
    unread: [...nameless, ...unread],
  };
}

/** That a file is no state that can be read, and how to get one. */
export function notAState(file: string, is: string, command: string): UserError {
  return new UserError(`${file} ${is}; give what this prints: ${command}`);
}
