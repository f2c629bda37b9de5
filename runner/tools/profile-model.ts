import { defineTool } from "./define-tool.ts";
import { profileInput, profileSubject } from "./profile-subject.ts";

export const profileModel = defineTool({
  name: "profile_model",
  description:
    "Measures a table anew, whatever is known of it already: use it after the data has changed. Asked and answered like retrieve_metadata.",
  input: profileInput,
  use: (world, input) => profileSubject(world, input, false),
});
