/** Whatever the offline model brings about says who made it. */
export const signature = "Made by Buster's offline model: fixed recipes, no language model";
