import type { Gap } from "iam-proof";
import { accountOf } from "iam-proof/names";
import { nameOf, propertyOf, type StackResource } from "./stack-resource";

const ofRoles = [
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
];

/** Rights that resources give to roles that are none themselves: it is not known what else these may do, nor who becomes them. */
export function rolesElsewhere(resources: readonly StackResource[], objects: string[]): Gap[] {
  const known = new Set(
    resources
      .filter(({ type }) => type === "aws:iam/role:Role")
      .map((one) => propertyOf(one, "name")),
  );
  const accounts = [...new Set(objects.flatMap((arn) => accountOf(arn) ?? []))];
  return resources
    .filter((one) => ofRoles.includes(one.type) && !known.has(propertyOf(one, "role")))
    .flatMap((one) => {
      const role = String(propertyOf(one, "role"));
      const reason = `${nameOf(one.urn)} gives rights to the role ${role}, which is no resource of the program`;
      return accounts.map(
        (account): Gap => ({
          open: { kind: "rights", arn: `arn:aws:iam::${account}:role/${role}` },
          reason,
        }),
      );
    });
}
