import * as pulumi from "@pulumi/pulumi";
import { type Place, placeOf } from "./provider-place";
import { beforeUpdate, withHooks } from "./refusal";
import { toldBy } from "./whole";

interface Placed {
  /** Where the component was made. It is no argument: a state alone has it, for the next run to compare. */
  madeIn?: Place;
}

/** What keeps a component's resources where they were made. */
interface Staying {
  inputs: { madeIn: Promise<Place> };
  options: pulumi.ComponentResourceOptions;
  /** Must follow the registration at once, which waits for it. */
  of(component: pulumi.ComponentResource): void;
}

/**
 * Refuses an update, and its preview, with an AWS provider of another region or account. AWS's provider makes what it is given anew
 * in another region, without its value, and deletes the former. `thing`: what is made.
 */
export function staying(
  kind: string,
  name: string,
  opts: pulumi.ComponentResourceOptions | undefined,
  thing: string,
  lost: string,
): Staying {
  let tell: (place: Promise<Place>) => void = () => undefined;
  const madeIn = new Promise<Place>((resolve) => {
    tell = resolve;
  });
  const hooks = beforeUpdate<Placed>(
    `${name}-${kind}-stay`,
    opts?.parent,
    (before, after) => moves(before, after, thing, lost),
    ([reason = ""]) => {
      throw new pulumi.RunError(toldBy(kind, name, opts?.parent, reason));
    },
  );
  return {
    inputs: { madeIn },
    options: withHooks(opts, hooks),
    of: (component) => tell(placeOf(component)),
  };
}

function moves(
  { madeIn: before = {} }: Placed,
  { madeIn: after = {} }: Placed,
  thing: string,
  lost: string,
): string[] {
  const ends = {
    account: "it cannot change what is in another account",
    region: `a new ${thing} would be made there, and the former be deleted ${lost}`,
  };
  return (["account", "region"] as const).flatMap((part) => {
    const old = before[part];
    const now = after[part];
    if (!old || !now || old === now) return [];
    return `the AWS provider must stay of ${part} ${old}, where the ${thing} is, got one of ${part} ${now}: ${ends[part]}; give it a provider of ${part} ${old}, and for ${part} ${now} add a component of another name`;
  });
}
