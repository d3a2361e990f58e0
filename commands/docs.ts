/** `npm run docs`: writes into the documentation what follows from the program. */
import { writeGenerated } from "./docs/generated";

writeGenerated();
