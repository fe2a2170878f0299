import { ASSOCIATION_FAULTS } from "./association-faults";
import { findsEach } from "./fault";

describe("doctor, of the association", () => {
  findsEach(ASSOCIATION_FAULTS);
});
