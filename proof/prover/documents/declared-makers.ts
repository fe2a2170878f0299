import { addTo } from "../../collections/maps";
import type { Administrator, RoleMaker } from "../../domain/administrator";

/** Those who were declared to become each role. */
export function declaredMakers(administrators: readonly Administrator[]): Map<string, RoleMaker[]> {
  const makers = new Map<string, RoleMaker[]>();
  const add = (one: RoleMaker) => {
    if (typeof one === "string" || "provider" in one) return;
    for (const maker of one.from) {
      addTo(makers, one.role, maker);
      add(maker);
    }
  };
  administrators.forEach(add);
  return makers;
}

/** Whether the declaration is of everyone of an account. */
export function isAccountMaker(maker: RoleMaker): boolean {
  return typeof maker === "string" && /^\d{12}$/.test(maker);
}

/** The accounts of which everyone was declared to become some role. */
export function accountsIn(makers: ReadonlyMap<string, RoleMaker[]>): ReadonlySet<string> {
  const all = [...makers.values()].flat();
  return new Set(all.filter((one) => typeof one === "string").filter(isAccountMaker));
}
