import { TRUST_FAULTS } from "./association-faults";
import { findsEach } from "./fault";

describe("doctor, of the trust", () => {
  findsEach(TRUST_FAULTS);
});
