import type { ResolvedAccount, ResolvedSecret } from "../sdk/grant";
import type { DeployedSecret } from "./deployed-values";
import { secretPlace } from "./secret-removals";

/** Keys of the inventory that are named to somebody who may have renamed one. */
const MOST_NAMES = 3;

/**
 * What to write into the inventory so that a secret's value stays, where the inventory as it is lets it go. `secrets` are those
 * of the whole inventory, `deployed` the keys that the stacks hold already: none of these is a new name of it. Undefined where
 * nothing copies a value.
 */
export function wayToKeep(
  { arn, id }: DeployedSecret,
  { name: account }: Pick<ResolvedAccount, "name">,
  secrets: readonly ResolvedSecret[],
  deployed: readonly string[],
): string | undefined {
  const was = secretPlace(arn);
  const renamed = `renamedFrom: ${was.name === id ? yamlText(id) : `{ secret: ${yamlText(id)}, name: ${yamlText(was.name)} }`}`;
  const now = secrets.find((one) => one.id === id);
  if (now?.existingArn !== undefined) return undefined;
  if (now && now.account.name !== account) {
    const moved =
      was.region === now.account.region
        ? account
        : `{ account: ${account}, region: ${was.region} }`;
    return `to keep the value, write into secrets.${id}: movedFrom: ${moved}`;
  }
  if (now) {
    const moved = was.region === now.region ? "" : `, movedFrom: { region: ${was.region} }`;
    return `to keep the value, give the entry another key than ${id}, and write into it: ${renamed}${moved}`;
  }
  const fresh = secrets.filter(
    (one) =>
      !one.existingArn &&
      !one.former &&
      one.account.name === account &&
      one.region === was.region &&
      !deployed.includes(one.id),
  );
  const names = fresh.slice(0, MOST_NAMES).map((one) => one.id);
  const [only] = names;
  return names.length === 1
    ? `to keep the value as secret ${only}, write into secrets.${only}: ${renamed}`
    : `to keep the value under another key${names.length > 0 ? ` (${names.join(", ")}${fresh.length > MOST_NAMES ? ", …" : ""})` : ""}, write into the entry of that key: ${renamed}`;
}

/** A key of the inventory as YAML reads it within a line. */
function yamlText(text: string): string {
  return /^[A-Za-z][\w/+.-]*$/.test(text) ? text : JSON.stringify(text);
}
