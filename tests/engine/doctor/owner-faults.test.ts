import { findsEach } from "./fault";
import { OUTER_FAULTS, OWNER_FAULTS } from "./policy-faults";

describe("doctor, of the owners", () => {
  findsEach(OWNER_FAULTS);
});

describe("doctor, of the organization and the network", () => {
  findsEach(OUTER_FAULTS);
});
