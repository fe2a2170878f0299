import type { RoleDocuments } from "../../domain/documents";
import type { RawPolicy } from "../../grammar/syntax";
import { type DeclaredReader, type Deployment, rolesOfReader } from "../documents/deployment";
import { type ReadTarget, rotationRole } from "../documents/read-target";
import { isMadeFor, isMadeNowFor } from "../request/made-for-reader";
import { isRotation } from "../request/rotation";
import { always, type Formula, never } from "../solver/formula";
import type { ReadingRelation } from "./reading-relation";

/** Readers that are asked about separately and not found again among all others. */
export interface DeclaredReading {
  /** The roles in the documents whose sessions they are. */
  roles: RoleDocuments[];
  isSought(relation: ReadingRelation): Formula;
  exclude(relation: ReadingRelation): Formula;
  sessionPolicy?: RawPolicy;
  says: {
    as: "declared reader" | "known role" | "rotation role";
    reader?: object;
    former?: true;
    byToken?: true;
  };
}

/** Readers first, then the role that rotates the secret. */
export function declaredReadings(deployment: Deployment, target: ReadTarget): DeclaredReading[] {
  const readers = readersAsked(deployment, target.of.arn);
  const isRotating = ({ caller }: ReadingRelation) => isRotation(caller, target);
  const rotating = target.kind === "secret" ? rotationRole(target.of) : undefined;
  return [
    ...readers.map(({ isDeclared, reader }): DeclaredReading => {
      const isAlone = !hasDouble(deployment, reader, readers);
      return {
        roles: rolesOfReader(deployment, reader),
        isSought: ({ caller }) => isMadeNowFor(caller, reader),
        exclude: ({ caller }) => isMadeFor(caller, reader, () => (isAlone ? always : never)),
        sessionPolicy: reader.association?.policy ?? undefined,
        says: isDeclared
          ? {
              ...{ as: "declared reader", reader: reader.identity },
              ...(reader.association?.former && { former: true }),
              ...(reader.association?.webIdentity && { byToken: true }),
            }
          : { as: "known role" },
      };
    }),
    ...(rotating === undefined
      ? []
      : [
          {
            roles: [deployment.role(rotating) ?? []].flat(),
            isSought: isRotating,
            exclude: isRotating,
            says: { as: "rotation role" as const },
          },
        ]),
  ];
}

interface AskedReader {
  reader: DeclaredReader;
  isDeclared: boolean;
}

/** The readers that are asked about separately: the declared ones, and those that a session policy limits. */
function readersAsked(deployment: Deployment, secretArn: string): AskedReader[] {
  const declared = deployment.readersOf(secretArn);
  const names = new Set(declared.map(({ association }) => association));
  const limited = deployment.associations.filter(
    (one) => one.policy !== null && one.policy !== undefined && !names.has(one),
  );
  return [
    ...declared.map((reader) => ({ reader, isDeclared: true })),
    ...limited.map((one) => ({ reader: deployment.readerBy(one), isDeclared: false })),
  ];
}

/** Whether a reader that is not asked about separately has the same session as this one: the same role and no tags. */
function hasDouble(
  { associations }: Deployment,
  { association }: DeclaredReader,
  asked: AskedReader[],
): boolean {
  if (!association?.disableSessionTags) return false;
  return associations.some(
    (one) =>
      one.disableSessionTags === true &&
      one.roleArn === association.roleArn &&
      !asked.some(({ reader }) => reader.association === one),
  );
}
