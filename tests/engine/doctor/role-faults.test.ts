import { findsEach } from "./fault";
import { ROLE_FAULTS } from "./policy-faults";

describe("doctor, of the roles", () => {
  findsEach(ROLE_FAULTS);
});
