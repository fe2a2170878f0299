import { testGuides } from "./guides";

testGuides(0);
