import { ControlError, type ControlRoute } from "../control/control";
import { type createFaults, FAULT_KINDS, type Fault } from "../weather/faults";

/** `PUT /_sandbox/faults` plans faults for future calls. `GET` returns the calls since then, and the faults that happened. */
export function faultRoutes(faults: ReturnType<typeof createFaults>): ControlRoute[] {
  return [
    {
      method: "PUT",
      path: "/faults",
      handle: ({ members }) => {
        const { faults: planned } = members;
        if (!Array.isArray(planned) || !planned.every(isFault)) {
          const kinds = FAULT_KINDS.join(", ");
          throw new ControlError(
            400,
            `faults must be a list of { call, nth, kind }, each kind one of ${kinds}`,
          );
        }
        faults.plan(planned);
        return {};
      },
    },
    { method: "GET", path: "/faults", handle: () => faults.noted() },
  ];
}

function isFault(one: Partial<Fault>): one is Fault {
  const { call, kind, nth } = one;
  return (
    typeof call === "string" &&
    typeof nth === "number" &&
    FAULT_KINDS.some((known) => known === kind)
  );
}
