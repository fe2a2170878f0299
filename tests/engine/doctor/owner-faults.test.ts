import { findsEach } from "./fault";
import { OWNER_FAULTS } from "./policy-faults";

describe("doctor, of the owners", () => {
  findsEach(OWNER_FAULTS);
});
